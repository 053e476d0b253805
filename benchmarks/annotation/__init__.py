"""Recall and precision of `genfilm annotate`: names of a text that it finds, and findings that are right."""
