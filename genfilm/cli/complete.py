"""Completions for the shell: questions, parameters and their values, facets, kinds, names of entities.

Nothing here may fail or print: a build that is not there completes nothing. Only a build that is made already
is looked at.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import chain, islice
from typing import Any

from genfilm.cli.language import language
from genfilm.errors import GenFilmError
from genfilm.words import LANGUAGES

MOST = 200
"""Completions that a shell is given at most."""

Completer = Callable[..., list[str]]


def _completer(find: Callable[[Any, str, Namespace], Iterable[str]]) -> Completer:
    """A completer for argcomplete: the words that ``find`` knows of the graph and that begin as typed."""

    @wraps(find)
    def complete(prefix: str, parsed_args: Namespace, **_: object) -> list[str]:
        from genfilm.client.graph import KnowledgeGraph

        try:
            graph = KnowledgeGraph.open(lang=language(getattr(parsed_args, "lang", None)))
            words = (word for word in find(graph, prefix, parsed_args) if word.startswith(prefix))
            return list(islice(words, MOST))
        except (GenFilmError, OSError):
            return []

    return complete


def builds(prefix: str, **_: object) -> list[str]:
    """Builds that are held, and their versions."""
    from genfilm.dataset.held import held
    from genfilm.settings import Settings

    names = (name for build in held(Settings.from_environ().home)
             for name in (build.name, str(build.manifest.get("version", ""))))  # fmt: skip
    return sorted({name for name in names if name.startswith(prefix)})


@_completer
def questions(graph: Any, prefix: str, arguments: Namespace) -> Iterable[str]:
    """Ids of the named questions."""
    return sorted(graph.library.queries)


@_completer
def parameters(graph: Any, prefix: str, arguments: Namespace) -> Iterator[str]:
    """``actor=``, and behind it the values that make sense."""
    from genfilm.records.ask import choices
    from genfilm.records.entities import entities

    if arguments.name not in graph.library.queries:
        return
    taken = {pair.partition("=")[0] for pair in arguments.parameters or ()}
    for parameter in graph.library.named(arguments.name).parameters:
        begin = f"{parameter.name}="
        if not prefix.startswith(begin):
            if parameter.name not in taken:
                yield begin
            continue
        options = parameter.options or (LANGUAGES if parameter.kind == "language" else ())
        yield from (begin + option for option in options)
        known = entities(graph.library)
        for iri in choices(graph.library, parameter):
            yield begin + known.prefixes.compact(iri)
            yield begin + known.label(iri)[graph.lang]


@_completer
def facets(graph: Any, prefix: str, arguments: Namespace) -> Iterator[str]:
    """``verdict=``, and behind it the values of the facet."""
    from genfilm.records.ledger import ABOUT, FILTERS, ledger

    name, found, typed = prefix.partition("=")
    if not found:
        yield from (f"{each}=" for each in FILTERS)
    elif name == ABOUT:
        yield from (f"{name}={each}" for each in _entities(graph, typed))
    elif name in FILTERS:
        yield from (f"{name}={key}" for key in sorted(ledger(graph.library).values[name]))


@_completer
def entities(graph: Any, prefix: str, arguments: Namespace) -> Iterator[str]:
    """Names that continue what was typed; prefixed names where it has a colon."""
    return _entities(graph, prefix)


def _entities(graph: Any, prefix: str) -> Iterator[str]:
    from genfilm.records.entities import entities as every

    known = every(graph.library)
    for iris in known.by_kind.values():
        for iri in iris:
            yield from (known.prefixes.compact(iri),) if ":" in prefix else known.label(iri).values()


@_completer
def claims(graph: Any, prefix: str, arguments: Namespace) -> Iterator[str]:
    """Claims by source and identifier."""
    return _claims(graph)


def _claims(graph: Any) -> Iterator[str]:
    from genfilm.records.corpus import CLAIMS, corpus

    return (iri.removeprefix(CLAIMS) for iri in corpus(graph.library).claims)


@_completer
def citable(graph: Any, prefix: str, arguments: Namespace) -> Iterator[str]:
    """Claims, and names of entities."""
    return chain(_claims(graph), _entities(graph, prefix))


@_completer
def kinds(graph: Any, prefix: str, arguments: Namespace) -> Iterable[str]:
    """Kinds of entities that a search may be narrowed to."""
    from genfilm.records.entities import entities as every

    return sorted({*every(graph.library).by_kind, "claim", "evidence", "question"})


def exports(prefix: str, **_: object) -> list[str]:
    """Formats of a release."""
    from genfilm.exports.formats import NAMES

    return [name for name in NAMES if name.startswith(prefix)]
