"""SPARQL and HTTP as pure functions: no store, no server, no Flask."""
