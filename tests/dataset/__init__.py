"""From source files to a build directory, and what must stop on the way."""
