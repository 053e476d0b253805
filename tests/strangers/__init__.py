"""Clients that were not chosen for convenience."""
