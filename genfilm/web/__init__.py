"""The Flask blueprints: JSON interface, pages, documents, problems and the SPARQL endpoint."""
