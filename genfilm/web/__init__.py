"""The web layer: one Flask blueprint per file, HTTP in, HTTP out."""
