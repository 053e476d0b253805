"""Protégé with its window: an ontologist's afternoon, and the pictures of it in the documentation."""
