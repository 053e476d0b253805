"""The site: the pages that people read, in both languages."""
