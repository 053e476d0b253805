"""Plain questions answered by named questions or by the claims nearest to them; no model, no randomness."""
