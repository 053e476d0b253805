"""The Python door: the graph as objects, from the build in this package or from an endpoint."""
