"""Plain questions matched to the named questions of the catalogue; no model, no chance, every step shown."""
