"""Plain questions: matched, linked, answered, explained."""
