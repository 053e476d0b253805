"""The command line, ``genfilm``: a module for each command."""
