"""The files of a release: one build in the formats that other tools read, and what changed between two."""
