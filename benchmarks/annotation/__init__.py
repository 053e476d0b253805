"""How many of the names in a text `genfilm annotate` finds, and how many of what it finds are right."""
