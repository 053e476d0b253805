"""The errors of the service: a problem for an HTTP client, and a fault for an editor of the sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class GenFilmError(Exception):
    """Root of every error that this package raises on purpose."""


@dataclass(slots=True)
class Problem(GenFilmError):
    """An answer other than success, in the members of RFC 9457 (problem details).

    ``kind`` names the problem type (a slug, documented in docs/endpoint.md), ``extra`` holds extension
    members such as ``line`` and ``column``; ``headers`` are sent with the answer.
    """

    status: int
    kind: str
    title: str
    detail: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.title}: {self.detail}" if self.detail else self.title


@dataclass(slots=True)
class SourceFault(GenFilmError):
    """A fault in a source file: where it stands, which rule it breaks and how to mend it."""

    rule: str
    message: str
    file: str = ""
    line: int | None = None
    term: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        place = self.file + (f":{self.line}" if self.line else "")
        head = ": ".join(part for part in (place, self.term) if part)
        text = f"{head}: {self.message}" if head else self.message
        text += f" [{self.rule}]"
        return f"{text}\n    → {self.remedy}" if self.remedy else text


@dataclass(slots=True)
class BuildFailed(GenFilmError):
    """A build stopped by one or more faults; the last good build stays in service."""

    faults: list[SourceFault]

    def __str__(self) -> str:
        return self.told("en")

    def told(self, lang: str) -> str:
        """How many faults there are, in ``en`` or ``zh``, and each as it is."""
        count = len(self.faults)
        head = {
            "en": f"{count} fault{'s' if count != 1 else ''} in the sources:",
            "zh": f"源文件有{count}处错误：",
        }
        return "\n".join([head[lang], *(f"  {fault}" for fault in self.faults)])


class SettingsError(GenFilmError):
    """A setting that does not exist or holds a value of the wrong kind."""


class BuildNotFound(GenFilmError):
    """There is no usable build directory where one was expected."""
