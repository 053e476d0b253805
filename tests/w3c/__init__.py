"""The official W3C test suites for SPARQL, run against the service over HTTP."""
