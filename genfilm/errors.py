"""The errors of the package: problems for those who ask, and faults for those who edit the sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from genfilm.words import say

TOLD = "told"
"""The shape of a problem whose detail is what a service said of it."""
_LONGEST = 200
_LONGEST_SPEECH = 2000


class GenFilmError(Exception):
    """Root of every error that this package raises on purpose."""


class Problem(GenFilmError):
    """Answer other than success, in the members of RFC 9457 (problem details).

    A subclass for each kind (genfilm.problems) has the HTTP ``status``, the ``kind`` (end of ``type``), the
    names of its extension ``members`` and the seconds of Retry-After, if any. Title, advice and details are
    messages ``problem.<kind>.…`` of genfilm.words: ``shape`` chooses a detail, the values fill it in, and
    those named as members are sent as such.
    """

    status: ClassVar[int]
    kind: ClassVar[str]
    members: ClassVar[tuple[str, ...]] = ()
    retry: ClassVar[int | None] = None
    passing = False
    """True when the same request may be answered in a moment, whatever the status says."""

    def __init_subclass__(
        cls, *, status: int, kind: str, members: tuple[str, ...] = (), retry: int | None = None
    ) -> None:
        super().__init_subclass__()
        cls.status, cls.kind, cls.members, cls.retry = status, kind, members, retry

    def __init__(self, shape: str = "detail", /, **values: Any) -> None:
        super().__init__(shape)
        self.shape = shape
        self.values = values if self.retry is None else {"retry": self.retry, **values}
        self.extra = {name: values[name] for name in self.members if values.get(name) is not None}
        retry = self.values.get("retry")
        self.headers = {} if retry is None else {"Retry-After": str(retry)}

    def __str__(self) -> str:
        return self.told("en")

    @property
    def personal(self) -> bool:
        """True when it is about the client that asked, and another may be answered."""
        return False

    @property
    def title(self) -> str:
        """Title of this kind of problem in English, the same in every answer."""
        return say(f"problem.{self.kind}.title", "en")

    @property
    def detail(self) -> str:
        """Detail in English: what is wrong this time, and what to do."""
        return self.detailed("en")

    def detailed(self, lang: str, shown: Callable[[str, str], str] | None = None) -> str:
        """The detail in ``en`` or ``zh``; ``shown`` marks up each text by its name (``why`` is English)."""
        texts = {name: _text(value, lang) for name, value in self.values.items()}
        if "why" in self.values:
            texts["why"] = str(self.values["why"])[:_LONGEST_SPEECH]
        if shown is not None:
            texts = {
                name: shown(name, text) if isinstance(text, str) else text for name, text in texts.items()
            }
        if self.shape == TOLD:
            return str(texts["why"])
        return say(f"problem.{self.kind}.{self.shape}", lang, **texts)

    def told(self, lang: str) -> str:
        """Title and detail in ``en`` or ``zh``."""
        title = say(f"problem.{self.kind}.title", lang)
        return say("problem.told", lang, title=title, detail=self.detailed(lang))

    def message(self) -> dict[str, Any]:
        """The problem as JSON can carry it to another process; ``problems.from_message`` reads it."""
        return {"kind": self.kind, "shape": self.shape, "values": self.values}


@dataclass(slots=True)
class SourceFault(GenFilmError):
    """A fault in a source file: where it stands, which rule it breaks and how to mend it."""

    rule: str
    message: str
    file: str = ""
    line: int | None = None
    term: str = ""
    remedy: str = ""
    chinese: tuple[str, str] = ("", "")
    """Message and remedy in Chinese, where there are such."""

    @classmethod
    def worded(
        cls,
        rule: str,
        place: tuple[str, int | None],
        term: str,
        shape: str = "message",
        values: Mapping[str, str] = MappingProxyType({}),
    ) -> SourceFault:
        """A fault whose words are the messages ``fault.<rule>.…``."""
        said, zh = (
            (say(f"fault.{rule}.{shape}", lang, **values), say(f"fault.{rule}.remedy", lang, **values))
            for lang in ("en", "zh")
        )
        return cls(rule, said[0], *place, term, said[1], zh)

    def __str__(self) -> str:
        return self.told("en")

    def words(self, lang: str) -> tuple[str, str]:
        """(message, remedy) in ``en`` or ``zh``; in English where there is no Chinese."""
        message, remedy = self.chinese if lang == "zh" else ("", "")
        return message or self.message, remedy or self.remedy

    def told(self, lang: str) -> str:
        """Place, term, message and rule in one line, and what to do in the next."""
        message, remedy = self.words(lang)
        place = self.file + (f":{self.line}" if self.line else "")
        head = ": ".join(part for part in (place, self.term) if part)
        text = f"{head}: {message}" if head else message
        text += f" [{self.rule}]"
        return f"{text}\n    → {remedy}" if remedy else text


@dataclass(slots=True)
class BuildFailed(GenFilmError):
    """A build stopped by one or more faults; the last good build stays in service."""

    faults: list[SourceFault]

    def __str__(self) -> str:
        return self.told("en")

    def told(self, lang: str) -> str:
        """Number of faults and each of them in words of ``en`` or ``zh``."""
        head = say("build.faults", lang, count=len(self.faults))
        return "\n".join([head, *(f"  {fault.told(lang)}" for fault in self.faults)])


class SettingsError(GenFilmError):
    """A setting that does not exist or holds a value of the wrong kind."""


class NothingFound(UserWarning):
    """Warning about a query that finds nothing, where the graph can say what may have been meant."""


class BuildNotFound(GenFilmError):
    """There is no usable build directory where one was expected."""


def _text(value: Any, lang: str) -> Any:
    """A value within a sentence: lists enumerated, labels in its language, nothing endless or invisible."""
    if isinstance(value, Mapping):
        return _text(value.get(lang, ""), lang)
    if isinstance(value, (list, tuple)):
        between = "、" if lang == "zh" else ", "
        return between.join(str(_text(each, lang)) for each in value) or say("problem.none", lang)
    if isinstance(value, float):
        return f"{value:g}"
    if not isinstance(value, str):
        return value
    clipped = value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in clipped)
