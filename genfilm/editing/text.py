"""A text to enter claims from, PDF or plain: its pages, sections and paragraphs, and the passages in them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from genfilm.editing.reading import HAN, LARGEST
from genfilm.errors import SourceFault

LONGEST = 800
"""Characters of a passage: a sentence without an end is cut there."""
_WIDEST = 120
"""Characters of the longest usual line: where most lines are longer, each is a paragraph."""
_MOST_CHARACTERS = 5_000_000
_MOST_PAGES = 2_000
_MEANINGLESS = frozenset({"Cc", "Cn", "Co", "So"})
_UNMAPPED = 0.1
"""Part of a text from which characters without meaning make it unreadable: its fonts name no characters."""
_ABBREVIATED = r"(?<!\b[A-Z])(?<!\b[DM]r)(?<!\bMs)(?<!\bMrs)(?<!\bal)(?<!\bvs)(?<!\bcf)"
_SENTENCE = re.compile(
    r".+?(?:[。！？!?…]+[”’」』）)\"']*"
    rf"|{_ABBREVIATED}\.[”’)\"']*(?=\s+[“‘(\"']?[A-Z0-9])"
    r"|$)\s*",
    re.S,
)
_ENDS = tuple('。！？；…!?;.:：”’」』"')
_BREAK = re.compile(r"[，。；！？：,;!?]$")
_NUMBERED = re.compile(
    r"(?:第[〇零一二三四五六七八九十百\d]+[编章节]|[一二三四五六七八九十]+[、.]"
    r"|[(（][一二三四五六七八九十]+[)）])\s*\S{2,40}"
    r"|(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|(?i:chapter|section|part) [\dIVX]{1,5}[.:]?)"
    r"\s+[A-Z\u4e00-\u9fff].{1,80}"
)
_NAMED = re.compile(
    r"(?i:abstract|introduction|background|conclusions?|discussion|references|key ?words)"
    r"|摘\s*要|引\s*言|绪\s*论|结\s*[语论]|参考文献|关键词"
)
_MARKED = re.compile(r"#{1,6}\s+(.+?)\s*#*")
_HYPHEN = re.compile(r"(?<=[a-z])[-\xad]$")


@dataclass(frozen=True, slots=True)
class TextPassage:
    """A sentence: the heading above it, the number of its paragraph below that heading, its page as printed
    (empty where the text has none)."""

    heading: str
    paragraph: int
    page: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """The passages of a text, in order, and the pages on which nothing could be read."""

    passages: tuple[TextPassage, ...]
    blank: tuple[str, ...] = ()


def read_text(path: Path, first_page: int | None = None) -> SourceText:
    """The passages of a PDF or of a plain text in UTF-8 or UTF-16, whose pages form feeds part.

    ``first_page`` is the number printed on the first page, where the file does not say it. Raises
    SourceFault for what cannot be read.
    """
    size = path.stat().st_size
    if size > LARGEST:
        raise _fault(path, "large", size=f"{size:,}", most=f"{LARGEST:,}")
    data = path.read_bytes()
    if not data.strip():
        raise _fault(path, "empty")
    pdf = data[:1024].lstrip().startswith(b"%PDF")
    pages = _pdf_pages(path) if pdf else _plain_pages(path, data)
    if sum(len(text) for _, text in pages) > _MOST_CHARACTERS:
        raise _fault(path, "long", most=f"{_MOST_CHARACTERS:,}")
    if first_page is not None:
        pages = [(str(first_page + place), text) for place, (_, text) in enumerate(pages)]
    if not any(text.strip() for _, text in pages):
        raise _fault(path, "scanned" if pdf else "empty")
    whole = "".join(text for _, text in pages)
    unmapped = sum(unicodedata.category(char) in _MEANINGLESS for char in whole if char not in "\n\t")
    if unmapped > _UNMAPPED * len(whole):
        raise _fault(path, "unmapped")
    blank = tuple(name for name, text in pages if not text.strip()) if pdf else ()
    return SourceText(tuple(_passages(_paragraphs(pages, laid_out=pdf))), blank)


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph, none longer than a passage may be."""
    found = (match[0].strip() for match in _SENTENCE.finditer(paragraph))
    return [text[at : at + LONGEST] for text in found for at in range(0, len(text), LONGEST)]


def _plain_pages(path: Path, data: bytes) -> list[tuple[str, str]]:
    if b"\0" in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise _fault(path, "binary")
    coding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(coding)
    except UnicodeDecodeError as wrong:
        raise _fault(path, "encoding", place=f"{wrong.start:,}") from None
    pages = re.sub(r"\r\n?", "\n", text).split("\f")
    return [(str(number) if len(pages) > 1 else "", page) for number, page in enumerate(pages, 1)]


def _pdf_pages(path: Path) -> list[tuple[str, str]]:
    """The printed number and the text of each page, without the lines that head or foot many pages."""
    import pypdf
    from pypdf.errors import FileNotDecryptedError

    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileNotDecryptedError
        if len(reader.pages) > _MOST_PAGES:
            raise _fault(path, "pages", most=f"{_MOST_PAGES:,}")
        labels = reader.page_labels
        lines = [page.extract_text().split("\n") for page in reader.pages]
    except SourceFault:
        raise
    except (FileNotDecryptedError, pypdf.errors.DependencyError):
        raise _fault(path, "encrypted") from None
    except Exception as error:  # noqa: BLE001  whatever a broken file makes the library raise
        raise _fault(path, "broken", why=str(error) or type(error).__name__) from None
    ends = Counter(_shape(page[at]) for page in lines for at in {0, len(page) - 1})
    often = {shape for shape, count in ends.items() if shape and count >= max(3, len(lines) // 2)}
    kept = [
        [line for at, line in enumerate(page) if at not in (0, len(page) - 1) or not _furniture(line, often)]
        for page in lines
    ]
    return [(label, "\n".join(page)) for label, page in zip(labels, kept, strict=True)]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.strip())


def _furniture(line: str, often: set[str]) -> bool:
    """True for a page number, and for a line that stands at the head or foot of many pages."""
    return _shape(line) in often or re.fullmatch(r"[-–—·\s]*\d+[-–—·\s]*", line) is not None


def _paragraphs(pages: list[tuple[str, str]], *, laid_out: bool) -> Iterator[list[tuple[str, str]]]:
    """The paragraphs, each as its pieces with their pages: one may run over the end of a page."""
    found: list[tuple[str, str]] = []
    full = median(len(line.strip()) for _, text in pages for line in text.split("\n") if line.strip())
    for page, text in pages:
        lines = [line.strip() for line in text.split("\n")]
        for before, line in pairwise(["", *lines]):
            ended = not before and not (laid_out and found and not found[-1][1].endswith(_ENDS))
            if before.endswith(_ENDS) and (len(before) < 0.8 * full or full > _WIDEST):
                ended = True
            if found and (ended or (line and _heading(line)) or _heading(found[-1][1])):
                yield found
                found = []
            if line and found and found[-1][0] == page:
                found[-1] = (page, _joined(found[-1][1], line))
            elif line:
                found.append((page, line))
        if not laid_out and found:
            yield found
            found = []
    if found:
        yield found


def _joined(text: str, line: str) -> str:
    """A line put after another: a word that was parted is whole, Chinese has no blank."""
    if _HYPHEN.search(text):
        return _HYPHEN.sub("", text) + line
    chinese = HAN.search(text[-1:] + line[:1]) or text[-1:] in "，。、；："
    return text + ("" if chinese else " ") + line


def _heading(line: str) -> str:
    """The heading that a line is, without the marks of Markdown; empty for none."""
    marked = _MARKED.fullmatch(line)
    if marked:
        return marked[1]
    plain = not _BREAK.search(line) and not (line.endswith(".") and not re.fullmatch(r"[\d.]+", line))
    return line if plain and (_NUMBERED.fullmatch(line) or _NAMED.fullmatch(line)) else ""


def _passages(paragraphs: Iterable[list[tuple[str, str]]]) -> Iterator[TextPassage]:
    """The sentences in order; one that runs over the end of a page stands on the page where it begins."""
    heading, number = "", 0
    for pieces in paragraphs:
        if len(pieces) == 1 and (named := _heading(pieces[0][1])):
            heading, number = named, 0
            continue
        number += 1
        text, starts = "", []
        for page, piece in pieces:
            text = _joined(text, piece) if text else piece
            starts.append((len(text) - len(piece), page))
        at = 0
        for sentence in sentences(text):
            at = text.find(sentence, at)
            page = next(page for start, page in reversed(starts) if start <= at)
            yield TextPassage(heading, number, page, sentence)
            at += len(sentence)


def _fault(path: Path, shape: str, **values: str) -> SourceFault:
    return SourceFault.worded("text", (str(path), None), "", shape, values)
