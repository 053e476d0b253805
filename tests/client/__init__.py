"""The Python interface, locally and over HTTP."""
