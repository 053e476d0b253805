"""Named queries: their headers, parameters and text."""
