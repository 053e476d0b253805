"""GenFilm KG: an attributed, checked knowledge graph of generative AI in the film industry chain."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genfilm.client.graph import KnowledgeGraph as KnowledgeGraph
    from genfilm.client.later import AsyncKnowledgeGraph as AsyncKnowledgeGraph

_LATER = {"KnowledgeGraph": "genfilm.client.graph", "AsyncKnowledgeGraph": "genfilm.client.later"}
__version__ = "1.1.0"


def __getattr__(name: str) -> Any:
    """``KnowledgeGraph`` and its like, loaded when asked for: ``import genfilm`` itself costs nothing."""
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load_ipython_extension(shell: Any) -> None:
    """``%load_ext genfilm`` in a notebook: the magics ``%genfilm`` and ``%%genfilm``."""
    import_module("genfilm.client.magic").load(shell)
