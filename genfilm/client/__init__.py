"""The Python interface: the graph as objects, from the build in this package or from an endpoint."""
