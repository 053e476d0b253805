"""The command line: ``genfilm``."""
