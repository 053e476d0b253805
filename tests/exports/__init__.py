"""The files of a release, read again by the tools they are for."""
