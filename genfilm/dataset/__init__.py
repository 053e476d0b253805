"""From source files to graphs: load, derive, reason, validate, and the build directory they end in."""
