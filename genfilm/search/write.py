"""The index as one SQLite file, the same bytes for the same content."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping

from genfilm.search import kinds
from genfilm.search.content import ClaimNote, Content, Text
from genfilm.search.fold import fold, is_han, key, runs
from genfilm.search.pinyin import readings, spellings
from genfilm.search.schema import ALTERNATIVE, FORMAT, IDENTIFIER, INITIALS, LABEL, PINYIN, SCHEMA, SHORT
from genfilm.search.tokens import stems, tokens
from genfilm.vocabulary import PREFIXES, Prefixes
from genfilm.words import both

_ASIDE = re.compile(r"\s*[（(［\[][^）)］\]]*[）)］\]]\s*")
_FIELDS = ("label", "alternative", "definition", "text")
_NAMES = {"label": LABEL, "alternative": ALTERNATIVE, "identifier": IDENTIFIER}
_LONGEST_NAME = 40
_SHORTEST_WORD = 2


def write_index(content: Content, prefixes: Prefixes = PREFIXES) -> bytes:
    """The bytes of the index file, in which things go by their prefixed names, too; the same content gives
    the same bytes."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    things = sorted(iri for iri in content.classes if kinds.kind_of(iri) and content.texts.get(iri))
    numbers = {iri: number for number, iri in enumerate(things, 1)}
    for iri, number in numbers.items():
        _add_thing(connection, number, iri, content, prefixes)
    _add_claims(connection, numbers, content.claims)
    _add_kinds(connection, things, content)
    _add_vocabulary(connection, [text for iri in things for text in content.texts[iri]])
    connection.executemany("INSERT INTO reading VALUES (?, ?)", readings())
    connection.execute("INSERT INTO word (word) VALUES ('optimize')")
    connection.commit()
    connection.execute("VACUUM")
    data = connection.serialize()
    connection.close()
    return data


def _add_thing(
    connection: sqlite3.Connection, number: int, iri: str, content: Content, prefixes: Prefixes
) -> None:
    kind = kinds.kind_of(iri)
    texts = content.texts[iri]
    size = sum(len(tokens(text.value)) for text in texts if text.field == "label")
    connection.execute(
        "INSERT INTO thing VALUES (?, ?, ?, ?, ?)", (number, iri, kind, kinds.rank(kind), size)
    )
    connection.executemany(
        "INSERT INTO class VALUES (?, ?)", [(number, name) for name in sorted(content.classes[iri])]
    )
    shown = [text for text in texts if text.field != "identifier"]
    shown.sort(key=lambda text: (_FIELDS.index(text.field), text.lang, text.value))
    connection.executemany(
        "INSERT INTO text VALUES (?, ?, ?, ?)",
        [(number, text.field, text.lang, text.value) for text in shown],
    )
    by_field: dict[str, list[str]] = {name: [] for name in _FIELDS}
    for text in shown:
        place = "text" if kind in kinds.SENTENCES and text.field == "label" else text.field
        by_field[place] += tokens(text.value)
    connection.execute(
        "INSERT INTO word (rowid, label, alternative, definition, text) VALUES (?, ?, ?, ?, ?)",
        (number, *(" ".join(by_field[name]) for name in _FIELDS)),
    )
    names = sorted(_names(prefixes.compact(iri), kind, texts))
    connection.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", [(*name, number) for name in names])


def _names(short: str, kind: str, texts: list[Text]) -> set[tuple[str, str, int]]:
    """(key, stems, form) of every name that a thing goes by, its prefixed name among them."""
    found = {(key(text.value), _NAMES[text.field]) for text in texts if text.field in _NAMES}
    if kind in kinds.SENTENCES:
        found = {name for name in found if name[1] == IDENTIFIER}
    found.add((key(short), IDENTIFIER))
    if kind == kinds.TERM:
        found.add((key(short.partition(":")[2]), IDENTIFIER))
    if kind not in kinds.SENTENCES:
        labels = [text.value for text in texts if text.field in ("label", "alternative")]
        found |= {(key(bare), SHORT) for name in labels if (bare := _ASIDE.sub(" ", name)) != name}
        for name in labels:
            if is_han(name) and len(name) <= _LONGEST_NAME:
                whole, initials = spellings(_ASIDE.sub(_without_words, name) or name)
                found |= {(spelling, PINYIN) for spelling in whole}
                found |= {(letters, INITIALS) for letters in initials if len(letters) > 1}
    best: dict[str, int] = {}
    for name, form in found:
        best[name] = min(form, best.get(name, form))
    return {(name, stems(name), form) for name, form in best.items() if name}


def _without_words(aside: re.Match[str]) -> str:
    """Name without what stands in brackets, unless it is a year or a number."""
    return aside[0] if re.search(r"\d", aside[0]) else ""


def _add_claims(
    connection: sqlite3.Connection, numbers: Mapping[str, int], claims: Mapping[str, list[ClaimNote]]
) -> None:
    for iri, notes in sorted(claims.items()):
        if iri not in numbers:
            continue
        pages = ", ".join(sorted({note.page for note in notes if note.page}))
        speakers = sorted({note.speaker for note in notes})
        verdicts = sorted({note.verdict for note in notes if note.verdict})
        connection.execute(
            "INSERT INTO claim VALUES (?, ?, ?, ?)",
            (
                numbers[iri],
                numbers.get(speakers[0]),
                pages,
                numbers.get(verdicts[0]) if verdicts else None,
            ),
        )


def _add_kinds(connection: sqlite3.Connection, things: list[str], content: Content) -> None:
    """Each kind with its words; an entity's kind is called after the class that all of them share."""
    sizes = Counter(name for names in content.classes.values() for name in names)
    members: dict[str, list[str]] = defaultdict(list)
    for iri in things:
        members[kinds.kind_of(iri)].append(iri)
    for kind, iris in sorted(members.items()):
        name = ""
        if kind in kinds.WORDS:
            english, chinese = both(kinds.WORDS[kind]).values()
        else:
            name = kinds.common_class([frozenset(content.classes[iri]) for iri in iris], sizes)
            words = {text.lang: text.value for text in content.texts.get(name, ()) if text.field == "label"}
            english, chinese = words.get("en", kind), words.get("zh", kind)
        connection.execute("INSERT INTO kind VALUES (?, ?, ?, ?)", (kind, name, english, chinese))


def _add_vocabulary(connection: sqlite3.Connection, texts: list[Text]) -> None:
    """The words of other scripts than Han, against which a misspelt word is held."""
    words = Counter(
        run.text
        for text in texts
        if text.field != "identifier"
        for run in runs(fold(text.value))
        if not run.han and len(run.text) >= _SHORTEST_WORD and run.text.isalpha()
    )
    connection.executemany("INSERT INTO vocabulary VALUES (?, ?)", sorted(words.items()))
