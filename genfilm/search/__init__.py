"""Bilingual full-text search over a build: the index, its queries, names and suggestions."""
