"""The HTTP side of the service before Flask: receives over RSGI, caches, asks the evaluators, responds."""
