"""In front of Flask: what speaks RSGI (Granian's interface), holds the cache and asks the evaluators."""
