"""Search: judged cases, order, display, bad input, the file itself."""
