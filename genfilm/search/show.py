"""Things as a reader sees them: labels in their language, hits marked, claims with speaker, page, verdict."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from genfilm.search.file import IndexFile, as_list
from genfilm.search.fold import to_traditional
from genfilm.search.mark import Marker, whole
from genfilm.search.results import ClaimSummary, Facet, Name, Snippet, TextPiece

_TEXTS = (
    "SELECT thing, field, lang, value FROM text "
    "WHERE thing IN (SELECT value FROM json_each(?)) ORDER BY rowid"
)
_CLAIMS = "SELECT thing, speaker, page, verdict FROM claim WHERE thing IN (SELECT value FROM json_each(?))"
_FALLBACK = ("zh", "en", "")
_TRADITIONAL = "zh-hant"
_ORDER = ("alternative", "definition", "text")


class Display:
    """Shows things in one language; Chinese in traditional characters when the reader writes them."""

    def __init__(self, file: IndexFile, lang: str, *, traditional: bool = False) -> None:
        self._file = file
        self.lang = lang
        self.traditional = traditional and lang == "zh"

    def texts(self, things: Collection[int]) -> dict[int, list[tuple[str, str, str]]]:
        """(field, language, text) of each thing, in the order of the index."""
        found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
        for thing, field, lang, value in self._file.rows(_TEXTS, (as_list(things),)):
            found[thing].append((field, lang, value))
        return found

    def name(self, iri: str, texts: Iterable[tuple[str, str, str]]) -> Name:
        """The label in the language of the reader, else Chinese, English, untagged, any; the IRI at last."""
        labels: dict[str, str] = {}
        for field, lang, value in texts:
            if field == "label" or lang == _TRADITIONAL:
                labels.setdefault(lang, value)
        own = labels.pop(_TRADITIONAL, "")
        lang = next((lang for lang in (self.lang, *_FALLBACK, *sorted(labels)) if lang in labels), "")
        if not labels:
            return Name(iri, iri, "", fallback=True)
        if self.traditional and lang == "zh":
            return Name(iri, own or to_traditional(labels[lang]), _TRADITIONAL, fallback=False)
        return Name(iri, labels[lang], lang, fallback=lang != self.lang)

    def names(self, things: Collection[int]) -> dict[int, Name]:
        """The names of things by number."""
        texts = self.texts(things)
        return {n: self.name(thing.iri, texts[n]) for n, thing in self._file.things(things).items()}

    def kind_labels(self) -> dict[str, Mapping[str, str]]:
        """The words for each kind, in both languages."""
        rows = self._file.rows("SELECT kind, en, zh FROM kind ORDER BY kind")
        return {kind: {"en": en, "zh": self._own_script(zh)} for kind, en, zh in rows}

    def claims(self, things: Collection[int]) -> dict[int, ClaimSummary]:
        """Speaker, page and verdict of those things that are claims."""
        rows = self._file.rows(_CLAIMS, (as_list(things),))
        named = self.names({number for row in rows for number in (row[1], row[3]) if number})
        return {
            thing: ClaimSummary(named.get(speaker), page, named.get(verdict))
            for thing, speaker, page, verdict in rows
        }

    def snippet(self, texts: Sequence[tuple[str, str, str]], shown: str, marker: Marker) -> Snippet | None:
        """The text other than the label shown that holds most of what is sought, else the definition."""
        rest = [text for text in texts if text[2] != shown and text[0] != "label"]
        rest += [text for text in texts if text[0] == "label" and text[1] != self.lang]

        def place(text: tuple[str, str, str]) -> tuple[int, bool, int]:
            field, lang, value = text
            return -marker.weight(value), lang != self.lang, _ORDER.index(field) if field in _ORDER else 3

        best = min(rest, key=place, default=None)
        if best is None or not marker.weight(best[2]):
            best = next((text for text in rest if text[0] == "definition" and text[1] == self.lang), None)
        if best is None:
            return None
        field, lang, value = best
        parts = marker.snippet(self._own_script(value) if lang == "zh" else value)
        return Snippet(field, _TRADITIONAL if self.traditional and lang == "zh" else lang, parts)

    def marked(self, name: Name, marker: Marker, *, by_sound: bool) -> tuple[TextPiece, ...]:
        """The label with its hits; all of it when it was found by its pinyin."""
        parts = marker.parts(name.label)
        return whole(name.label) if by_sound and not any(part.hit for part in parts) else parts

    def _own_script(self, text: str) -> str:
        return to_traditional(text) if self.traditional else text


def facets(kinds: Iterable[str], labels: Mapping[str, Mapping[str, str]]) -> tuple[Facet, ...]:
    """The kinds with their counts, the most frequent first."""
    counts = sorted(Counter(kinds).items(), key=lambda item: (-item[1], item[0]))
    return tuple(Facet(kind, labels[kind], count) for kind, count in counts)
