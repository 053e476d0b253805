"""Regular expressions and replacement strings of XPath (Functions and Operators, section 5.6.1) in the syntax
of the engine's, which reads some of them otherwise and some not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FLAGS = frozenset("smixq")
_DEEPEST = 100
_CATEGORIES = frozenset(
    [
        "L",
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "M",
        "Mn",
        "Mc",
        "Me",
        "N",
        "Nd",
        "Nl",
        "No",
        "P",
        "Pc",
        "Pd",
        "Ps",
        "Pe",
        "Pi",
        "Pf",
        "Po",
        "Z",
        "Zs",
        "Zl",
        "Zp",
        "S",
        "Sm",
        "Sc",
        "Sk",
        "So",
        "C",
        "Cc",
        "Cf",
        "Co",
        "Cn",
    ]
)
_BLOCKS = dict(line.split(" ", 1) for line in Path(__file__).with_name("blocks.txt").read_text().splitlines())
"""The blocks of Unicode, and those that XML Schema called otherwise, with their first and last characters."""
_START = (
    r":A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{200C}-\x{200D}"
    r"\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}"
)
_CLASSES = {
    "s": r" \t\n\r",
    "i": _START,
    "c": _START + r"\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}",
    "W": r"\p{P}\p{Z}\p{C}",
}
"""The multi-character escapes that the engine does not have or reads otherwise; its \\d is that of XPath."""
_COMPLEMENTS = {"S": "s", "I": "i", "C": "c", "w": "W"}
_SINGLE = frozenset(r"nrt\|.?*+(){}-[]^$")
_SPECIAL = frozenset(r"\.+*?()|[]{}^$")
_IN_CLASS = frozenset(r"\[]^&-~")
_QUANTIFIER = re.compile(r"(?:([?*+])|\{([0-9]+)(?:(,)([0-9]*))?\})(\??)")
_PROPERTY = re.compile(r"\{([^{}]*)\}")


class InvalidPattern(ValueError):
    """Pattern, flag or replacement that XPath does not have: an error of evaluation."""


class UnsupportedPattern(ValueError):
    """Pattern that is right in XPath, and that the engine cannot evaluate: the reference to a group in it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern and its flags as the engine reads them; how many groups it captures, and whether it matches
    the empty string."""

    text: str
    flags: str
    groups: int
    matches_empty: bool


@lru_cache(1024)
def pattern(text: str, flags: str = "") -> Pattern:
    """The engine's pattern; raises InvalidPattern and UnsupportedPattern."""
    if not _FLAGS.issuperset(flags):
        raise InvalidPattern(f"no such flag: {flags}")
    kept = "".join(flag for flag in flags if flag not in "xq")
    if "q" in flags:
        quoted = "".join(f"\\{char}" if char in _SPECIAL else char for char in text)
        return Pattern(quoted, kept.replace("m", ""), 0, not text)
    reader = _Reader(_without_blanks(text) if "x" in flags else text)
    written, empty = reader.alternatives(0)
    if reader.at < len(reader.text):
        raise InvalidPattern("a parenthesis is closed that was not opened")
    return Pattern(written, kept, reader.groups, empty)


@lru_cache(1024)
def replacement(text: str, found: Pattern, flags: str = "") -> str:
    """The engine's replacement string; raises InvalidPattern.

    ``$10`` is the tenth group where there are so many, else the first before a zero.
    """
    if "q" in flags:
        return text.replace("$", "$$")
    written = []
    at = 0
    while at < len(text):
        char = text[at]
        follows = text[at + 1 : at + 2]
        if char == "\\":
            if follows not in ("\\", "$"):
                raise InvalidPattern("a backslash in a replacement stands before \\ or $ only")
            written.append("$$" if follows == "$" else follows)
            at += 2
        elif char == "$":
            digits = re.match(r"[0-9]+", text[at + 1 :])
            if digits is None:
                raise InvalidPattern("a $ in a replacement stands before a digit, or is written \\$")
            number = digits[0]
            while len(number) > 1 and int(number) > found.groups:
                number = number[:-1]
            written.append(f"${{{number}}}" if int(number) <= found.groups else "")
            at += 1 + len(number)
        else:
            written.append(char)
            at += 1
    return "".join(written)


def _without_blanks(text: str) -> str:
    """A pattern without white space, but for that in character classes (flag x)."""
    kept = []
    depth = 0
    escaped = False
    for char in text:
        if depth == 0 and char in " \t\n\r":
            continue
        if not escaped:
            depth += (char == "[") - (char == "]" and depth > 0)
        escaped = char == "\\" and not escaped
        kept.append(char)
    return "".join(kept)


class _Reader:
    """Reads a pattern from left to right, writing the engine's; each part says whether it matches nothing."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = self.groups = 0

    def alternatives(self, depth: int) -> tuple[str, bool]:
        if depth > _DEEPEST:
            raise InvalidPattern("too many parentheses within each other")
        written, empty = self._sequence(depth)
        while self._take("|"):
            other, also = self._sequence(depth)
            written, empty = f"{written}|{other}", empty or also
        return written, empty

    def _sequence(self, depth: int) -> tuple[str, bool]:
        written = []
        whole = True
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            atom, empty = self._atom(depth)
            found = _QUANTIFIER.match(self.text, self.at)
            if found:
                self.at = found.end()
                if found[4] and int(found[2]) > int(found[4]):
                    raise InvalidPattern(f"{found[0]} ends before it begins")
                empty = empty or found[1] in ("?", "*") or (found[2] is not None and int(found[2]) == 0)
                atom += found[0]
            written.append(atom)
            whole = whole and empty
        return "".join(written), whole

    def _atom(self, depth: int) -> tuple[str, bool]:
        char = self._next()
        if char == "(":
            return self._group(depth)
        if char == "[":
            return self._class(depth), False
        if char == "\\":
            return self._escape(), False
        if char in "?*+{":
            raise InvalidPattern(f"nothing stands before {char}")
        if char in "]}":
            return f"\\{char}", False
        return char, char in "^$"

    def _group(self, depth: int) -> tuple[str, bool]:
        head = "("
        if self._take("?:"):
            head = "(?:"
        elif self._take("?"):
            raise InvalidPattern(f"XPath has no (?{self.text[self.at : self.at + 1]}")
        else:
            self.groups += 1
        inside, empty = self.alternatives(depth + 1)
        if not self._take(")"):
            raise InvalidPattern("a parenthesis is not closed")
        return f"{head}{inside})", empty

    def _escape(self) -> str:
        char = self._next()
        if char.isdigit():
            raise UnsupportedPattern(f"\\{char}")
        if char in ("b", "B"):  # no part of XPath, but understood alike wherever there is such a thing
            return f"\\{char}"
        return self._character(char)

    def _character(self, char: str) -> str:
        """Escape behind a backslash, within a character class or without."""
        if char in _SINGLE or char in ("d", "D"):
            return f"\\{char}"
        if char in _CLASSES:
            return f"[{_CLASSES[char]}]"
        if char in _COMPLEMENTS:
            return f"[^{_CLASSES[_COMPLEMENTS[char]]}]"
        if char in ("p", "P"):
            return self._property(char)
        raise InvalidPattern(f"XPath has no \\{char}")

    def _property(self, char: str) -> str:
        found = _PROPERTY.match(self.text, self.at)
        if found is None:
            raise InvalidPattern(f"\\{char} needs a property in braces")
        self.at = found.end()
        name = found[1]
        if name.startswith("Is"):
            if name[2:] not in _BLOCKS:
                raise InvalidPattern(f"Unicode has no block {name[2:]}")
            first, last = _BLOCKS[name[2:]].split()
            if len(first) == 4 and "D800" <= first <= "DFFF":
                raise InvalidPattern(f"the block {name[2:]} has no characters")
            return f"[{'^' if char == 'P' else ''}\\x{{{first}}}-\\x{{{last}}}]"
        if name not in _CATEGORIES and not re.fullmatch(r"[A-Z][A-Za-z_]+", name):
            raise InvalidPattern(f"Unicode has no category {name}")
        return f"\\{char}{{{name}}}"

    def _class(self, depth: int) -> str:
        if depth > _DEEPEST:
            raise InvalidPattern("too many classes within each other")
        head = "[^" if self._take("^") else "["
        written: list[str] = []
        while not self._take("]"):
            if written and self._take("-["):
                without = self._class(depth + 1)
                if not self._take("]"):
                    raise InvalidPattern("a class ends after what is taken from it")
                return f"[{head}{''.join(written)}]--{without}]"
            written.append(self._range())
        if not written:
            raise InvalidPattern("a class has no characters")
        return f"{head}{''.join(written)}]"

    def _range(self) -> str:
        first, char = self._member()
        follows = self.text[self.at + 1 : self.at + 2]
        if char is None or self.text[self.at : self.at + 1] != "-" or follows in ("]", "[", ""):
            return first
        self.at += 1
        last, end = self._member()
        if end is None or char > end:
            raise InvalidPattern(f"no range: {first}-{last}")
        return f"{first}-{last}"

    def _member(self) -> tuple[str, str | None]:
        """A member of a class as written, and its character when it is a single one."""
        char = self._next()
        if char == "[":
            raise InvalidPattern("a [ within a class is written \\[")
        if char != "\\":
            return (f"\\{char}" if char in _IN_CLASS else char), char
        char = self._next()
        single = {"n": "\n", "r": "\r", "t": "\t"}.get(char, char) if char in _SINGLE else None
        return self._character(char), single

    def _next(self) -> str:
        if self.at == len(self.text):
            raise InvalidPattern("it ends too early")
        self.at += 1
        return self.text[self.at - 1]

    def _take(self, text: str) -> bool:
        found = self.text.startswith(text, self.at)
        self.at += len(text) * found
        return found
