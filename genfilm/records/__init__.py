"""Records: what the graph holds of an entity or a claim, gathered, typed and ready for every interface."""
