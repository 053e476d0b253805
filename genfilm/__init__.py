"""GenFilm KG: an attributed, checked knowledge graph of generative AI in the film industry chain."""

__version__ = "1.0.0"
