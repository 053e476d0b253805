"""The catalogue: one ``.rq`` file is a typed, bilingual, named query."""
