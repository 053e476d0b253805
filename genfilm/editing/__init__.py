"""Editing: what curators hand in, read, linked, turned into the files of the sources, and kept whole."""
