"""A named query: what its file promises, checked and typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from genfilm.catalogue.column_type import ColumnType, read_column_types
from genfilm.errors import BuildFailed, Problem, SourceFault
from genfilm.problems import UnknownParameter, WrongParameter
from genfilm.protocol import terms
from genfilm.protocol.guard import read, tokens
from genfilm.protocol.queryfile import ANY, bind_values, parameter_line, read_query_file
from genfilm.vocabulary import PREFIXES, Prefixes

KEYS = frozenset(
    [
        "summary",
        "description",
        "tags",
        "ask",
        "parameters",
        "columns",
        "chart",
        "expect",
        "defaults",
        "enumerate",
        "pagination",
    ]
)
PROMISES = frozenset(["rows", "at_least", "includes", "sources"])
LANGUAGES = ("en", "zh")
RESERVED = frozenset(["behind", "fields", "format", "result_page", "row", "size"])


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed parameter; ``kind`` is a key of terms.SERIALISERS, names are read with ``prefixes``."""

    name: str
    kind: str
    default: str
    description: Mapping[str, str]
    cls: str | None = None
    options: tuple[str, ...] = ()
    prefixes: Prefixes = field(default_factory=lambda: PREFIXES, repr=False, compare=False)

    @property
    def optional(self) -> bool:
        """True if the question can do without a value: its default is ``UNDEF``."""
        return self.default == ANY

    def means_any(self, value: str) -> bool:
        """True if a value leaves an optional parameter open."""
        return self.optional and value in ("", ANY)

    def serialise(self, value: str) -> str:
        """The term for a value; raises Problem 400 that says what would be right."""
        if self.means_any(value):
            return ANY
        try:
            term = self._term(value)
        except ValueError as error:
            if not self.options:
                about = {"parameter": self.name, "value": value, "type": self.kind, "default": self.default}
                raise WrongParameter("type", **about, why=str(error)) from None
            term = ""
        if self.options and term not in map(self._term, self.options):
            raise WrongParameter(
                "choice_default",
                parameter=self.name,
                value=value,
                known=[*self.options],
                default=self.default,
            )
        return term

    def _term(self, value: str) -> str:
        if self.kind == "iri":
            return terms.iri(value, self.prefixes)
        return terms.SERIALISERS[self.kind](value)


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the catalogue; ``id`` is the stem of its file."""

    id: str
    folder: str
    summary: Mapping[str, str]
    description: Mapping[str, str]
    tags: tuple[str, ...]
    ask: Mapping[str, tuple[str, ...]]
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Mapping[str, str]]
    types: Mapping[str, ColumnType]
    chart: str
    expect: Mapping[str, Any]
    form: str
    text: str

    @property
    def wordings(self) -> tuple[str, ...]:
        """Summary and phrasings in every language."""
        return (*self.summary.values(), *(text for texts in self.ask.values() for text in texts))

    def bind(self, **values: str) -> str:
        """The SPARQL text for these parameter values, the others at their defaults.

        Raises Problem 400 for an unknown parameter or a value of the wrong type.
        """
        known = {parameter.name for parameter in self.parameters}
        unknown = sorted(set(values) - known)
        if unknown:
            raise UnknownParameter("query", query=self.id, parameter=unknown[0], known=sorted(known))
        if not self.parameters:
            return self.text
        return bind_values(
            self.text, {p.name: p.serialise(str(values.get(p.name, p.default))) for p in self.parameters}
        )


def load_query(path: Path, root: Path, prefixes: Prefixes = PREFIXES) -> NamedQuery:
    """Read and check one file; raises BuildFailed with every fault found in its header."""
    file, header, text = read_query_file(path, root)
    faults: list[str] = [f"unknown header key {key!r}" for key in sorted(set(header) - KEYS)]
    summary = _bilingual(header.get("summary"), "summary", faults, needed=True)
    description = _bilingual(header.get("description"), "description", faults, needed=False)
    ask = _phrasings(header, faults)
    parameters = _parameters(_mapping(header, "parameters", faults), prefixes, faults)
    headings = _mapping(header, "columns", faults)
    columns = {
        str(name): _bilingual(value, f"column {name}", faults, needed=True)
        for name, value in headings.items()
    }
    types = read_column_types(headings, faults)
    expect = _mapping(header, "expect", faults)
    faults += [f"expect has the unknown key {key!r}" for key in sorted(set(expect) - PROMISES, key=str)]
    for key in ("rows", "at_least"):
        if type(expect.get(key, 0)) is not int:
            faults.append(f"expect.{key} must be a whole number")
    if not all(isinstance(each, str) for each in _list(expect.get("sources", []))):
        faults.append("expect.sources must be a list of sources")
    line = parameter_line(text)
    bound = line[0] if line else []
    if sorted(bound) != sorted(p.name for p in parameters):
        faults.append(
            f"the line marked `# parameters` binds {bound or 'nothing'}, "
            f"the header declares {[p.name for p in parameters] or 'nothing'}"
        )
    if line and not faults:
        faults += _defaults_differ(parameters, *line)
    if faults:
        raise BuildFailed(
            [SourceFault("query-header", f, file, 1, remedy="See docs/queries.md.") for f in faults]
        )
    return NamedQuery(
        path.stem,
        path.parent.name,
        summary,
        description,
        tuple(header.get("tags") or ()),
        ask,
        tuple(parameters),
        columns,
        types,
        str(header.get("chart") or "none"),
        expect,
        read(text).form or "",
        text,
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [None]


def load_catalogue(
    root: Path, folders: tuple[str, ...] = ("competency", "reports"), prefixes: Prefixes = PREFIXES
) -> dict[str, NamedQuery]:
    """Every named query below ``root/queries`` by id; raises BuildFailed with all faults at once."""
    found: dict[str, NamedQuery] = {}
    faults: list[SourceFault] = []
    for folder in folders:
        for path in sorted((root / "queries" / folder).glob("*.rq")):
            try:
                query = load_query(path, root, prefixes)
            except BuildFailed as failed:
                faults += failed.faults
                continue
            if query.id in found:
                faults.append(
                    SourceFault("query-id", f"the id {query.id} is used twice", str(path.relative_to(root)))
                )
            found[query.id] = query
    if faults:
        raise BuildFailed(faults)
    return found


def _defaults_differ(parameters: list[Parameter], names: list[str], row: str) -> list[str]:
    """The file runs as it is in any editor, so the line must bind what the header promises."""
    written = [token.text for token in tokens(row) if token.text not in "()"]
    by_name = dict(zip(names, written, strict=False))
    found = []
    for parameter in parameters:
        try:
            promised = parameter.serialise(parameter.default)
        except Problem as problem:
            found.append(f"the default of {parameter.name} is not usable: {problem.detail}")
            continue
        text = by_name.get(parameter.name, "")
        if _as_term(parameter, text) != promised:
            found.append(f"the line marked `# parameters` binds {parameter.name} to {text}, not {promised}")
    return found


def _as_term(parameter: Parameter, text: str) -> str:
    """A term as it is written in the file, in the form of the serialisers."""
    try:
        return terms.iri(text.strip("<>"), parameter.prefixes) if parameter.kind == "iri" else text
    except ValueError:
        return text


def _mapping(header: dict[str, Any], key: str, faults: list[str]) -> dict[Any, Any]:
    value = header.get(key) or {}
    if isinstance(value, dict):
        return value
    faults.append(f"{key} must be a mapping")
    return {}


def _bilingual(value: Any, what: str, faults: list[str], *, needed: bool) -> Mapping[str, str]:
    if value is None and not needed:
        return {}
    if isinstance(value, dict) and all(isinstance(value.get(lang), str) for lang in LANGUAGES):
        return {lang: value[lang] for lang in LANGUAGES}
    faults.append(f"{what} must be a mapping {{en: …, zh: …}}")
    return {}


def _phrasings(header: dict[str, Any], faults: list[str]) -> Mapping[str, tuple[str, ...]]:
    """Other ways to ask, by language; ``{name}`` stands for the value of a parameter."""
    found: dict[str, tuple[str, ...]] = {}
    for lang, phrasings in _mapping(header, "ask", faults).items():
        if lang not in LANGUAGES or not isinstance(phrasings, list):
            faults.append("ask must be a mapping {en: [...], zh: [...]}")
            continue
        found[lang] = tuple(str(phrasing) for phrasing in phrasings)
    return found


def _parameters(table: dict[Any, Any], prefixes: Prefixes, faults: list[str]) -> list[Parameter]:
    found: list[Parameter] = []
    for name, spec in table.items():
        if not isinstance(spec, dict):
            faults.append(f"parameter {name} must be a mapping")
            continue
        extra = set(spec) - {"type", "class", "default", "description", "options", "optional"}
        faults += [f"parameter {name} has the unknown key {key!r}" for key in sorted(extra)]
        kind = str(spec.get("type", ""))
        if kind not in terms.SERIALISERS:
            faults.append(f"parameter {name} needs a type: {', '.join(terms.SERIALISERS)}")
        optional = spec.get("optional", False)
        if optional is not (optional is True):
            faults.append(f"optional of parameter {name} must be true or false")
        if ("default" in spec) == (optional is True):
            faults.append(f"parameter {name} needs a default, or optional: true, and not both")
        if str(name) in RESERVED:
            faults.append(f"the name of parameter {name} means something else in every request")
        description = _bilingual(spec.get("description"), f"parameter {name}", faults, needed=True)
        options = tuple(str(option) for option in spec.get("options") or ())
        default = str(spec.get("default", ANY))
        if options and default not in (*options, ANY):
            faults.append(f"the default {default!r} of parameter {name} is none of its options")
        found.append(Parameter(str(name), kind, default, description, spec.get("class"), options, prefixes))
    return found
