"""Our service beside other SPARQL servers, measured in one run."""
