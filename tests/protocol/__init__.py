"""SPARQL and HTTP as pure functions: requests, formats, negotiation, guard, terms."""
