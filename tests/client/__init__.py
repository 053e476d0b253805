"""The Python door, locally and over HTTP."""
