"""The kinds of problems (RFC 9457): a class for each with its HTTP status, as docs/endpoint.md lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from genfilm.errors import TOLD, Problem


class BadRequest(Problem, status=400, kind="bad-request"):
    """Request that is not understood."""


class NotUtf8(Problem, status=400, kind="not-utf-8", members=("offset",)):
    """Text that is not UTF-8."""


class QuerySyntaxError(Problem, status=400, kind="syntax-error", members=("line", "column", "near")):
    """Query that does not parse."""


class CannotEvaluate(Problem, status=400, kind="cannot-evaluate"):
    """Query that the engine cannot evaluate."""


class UnknownParameter(Problem, status=400, kind="unknown-parameter", members=("parameter", "known")):
    """Parameter that is not there."""


class WrongParameter(Problem, status=400, kind="wrong-parameter", members=("parameter", "known")):
    """Value that a parameter cannot take."""


class WrongArguments(Problem, status=400, kind="wrong-arguments"):
    """Arguments that a tool of the MCP server does not take."""


class Unauthorized(Problem, status=401, kind="unauthorized"):
    """Request without the secret that it needs (RFC 6750, section 3)."""

    def __init__(self, shape: str = "detail", /, **values: Any) -> None:
        super().__init__(shape, **values)
        wrong = "" if shape == "detail" else ', error="invalid_token"'
        self.headers["WWW-Authenticate"] = f'Bearer realm="genfilm"{wrong}'


class UpdatesRefused(Problem, status=403, kind="updates-refused"):
    """Update at a read-only endpoint."""


class FederationRefused(
    Problem, status=403, kind="federation-refused", members=("line", "column", "endpoint")
):
    """SERVICE that is not answered."""


class NotFound(Problem, status=404, kind="not-found"):
    """Address of nothing."""


class UnknownTerm(Problem, status=404, kind="unknown-term", members=("candidates",)):
    """IRI of which the graph says nothing."""


class UnknownQuery(Problem, status=404, kind="unknown-query", members=("candidates",)):
    """Id of no question."""


class UnknownClaim(Problem, status=404, kind="unknown-claim", members=("candidates",)):
    """Name of no claim."""


class UnknownEntity(Problem, status=404, kind="unknown-entity"):
    """Name of no entity."""


class UnknownName(Problem, status=404, kind="unknown-name", members=("candidates", "parameter", "value")):
    """Name that nothing has."""


class UnknownRelease(Problem, status=404, kind="unknown-release", members=("release", "held")):
    """Id, version or tag of no build that is held."""


class UnknownTool(Problem, status=404, kind="unknown-tool"):
    """Name of no tool of the MCP server."""


class UnknownTag(Problem, status=404, kind="unknown-tag"):
    """Tag that no question has."""


class MethodNotAllowed(Problem, status=405, kind="method-not-allowed"):
    """Method that an address does not answer; ``allowed`` go into ``Allow``."""

    def __init__(self, shape: str = "detail", /, *, allowed: Sequence[str] = (), **values: Any) -> None:
        super().__init__(shape, allowed=allowed, **values)
        self.headers["Allow"] = ", ".join(allowed)


class NotAcceptable(Problem, status=406, kind="not-acceptable", members=("alternatives",)):
    """Format that cannot be written."""


class RequestTimeout(Problem, status=408, kind="request-timeout"):
    """Request body that did not arrive in time."""


class AmbiguousName(Problem, status=409, kind="ambiguous-name", members=("candidates", "parameter", "value")):
    """Name that several things have."""


class WriteConflict(Problem, status=409, kind="write-conflict", members=("graph",)):
    """Change of what no file holds, or of files that somebody is changing."""


class OtherVersion(Problem, status=410, kind="other-version", members=("candidates",)):
    """Version that this build does not hold."""


class UnreadableRelease(Problem, status=410, kind="unreadable-release", members=("release", "build")):
    """Release that an older program made, so that this one cannot show it."""


class StaleCommit(Problem, status=412, kind="stale-commit", members=("commit",)):
    """Change of sources that have changed since they were read."""


class RequestTooLarge(Problem, status=413, kind="too-large", members=("limitBytes",)):
    """Request body above the limit."""


class AddressTooLong(Problem, status=414, kind="address-too-long", members=("limitBytes",)):
    """Address above the limit, below which every client reads why."""


class UnsupportedMediaType(Problem, status=415, kind="unsupported-media-type", members=("accepted",)):
    """Request body of a type that is not read; ``queries`` go into ``Accept-Query``."""

    def __init__(self, shape: str = "detail", /, *, queries: Sequence[str] = (), **values: Any) -> None:
        super().__init__(shape, queries=queries, **values)
        self.headers["Accept-Query"] = ", ".join(f'"{each}"' for each in queries)


class UnsupportedCharset(Problem, status=415, kind="unsupported-charset"):
    """Request body in a charset other than UTF-8."""


class UnsupportedCoding(Problem, status=415, kind="unsupported-coding"):
    """Request body in a content coding that is not read (RFC 9110, section 12.5.3)."""

    def __init__(self, shape: str = "detail", /, **values: Any) -> None:
        super().__init__(shape, **values)
        self.headers["Accept-Encoding"] = "gzip"


class RangeNotSatisfiable(Problem, status=416, kind="range-not-satisfiable"):
    """Range outside a file."""


class ChangeRefused(Problem, status=422, kind="change-refused", members=("report",)):
    """Change that the checks refuse."""


class RateLimited(Problem, status=429, kind="rate-limited", members=("limitPerSecond",)):
    """Requests of one client above its rate."""


class Interrupted(Problem, status=499, kind="interrupted"):
    """Query that its own caller has given up; no service answers so."""


class InternalError(Problem, status=500, kind="internal-error", members=("id",)):
    """Fault of ours."""


class NotOffered(Problem, status=501, kind="not-offered"):
    """Format for which oEmbed 1.0 (section 2.3.3) asks this status, or what an extra adds that is not
    installed."""


class RemoteFailed(Problem, status=502, kind="remote-failed", members=("endpoint",)):
    """Other endpoint that gave no usable answer."""


class Overloaded(Problem, status=503, kind="overloaded", retry=2):
    """Request for which there is no place now."""

    @property
    def personal(self) -> bool:
        return self.shape in ("yours", "calls")


class NoRoom(Problem, status=503, kind="no-room", retry=30):
    """Result for which the disk has no room."""


class EngineFailed(Problem, status=503, kind="engine-failed", retry=2):
    """Engine of the service that is down, holds another build, or gives no usable answer."""


class NoBuild(Problem, status=503, kind="no-build"):
    """Service without a usable build."""


class NoExports(Problem, status=503, kind="no-exports"):
    """Build without files to download."""


class NoFrontend(Problem, status=503, kind="no-frontend"):
    """Installation without the scripts of the widgets."""


class DeadlineExceeded(Problem, status=504, kind="deadline", members=("limitSeconds", "endpoint")):
    """Query that took too long."""


class MemoryExceeded(Problem, status=507, kind="memory-limit", members=("limitMiB",)):
    """Query that needed too much memory."""


class ResultTooLarge(Problem, status=507, kind="result-too-large", members=("limitBytes", "endpoint")):
    """Result above the limit."""


_BASIC = frozenset({"type", "title", "status", "detail", "instance"})
KINDS: Mapping[str, type[Problem]] = {each.kind: each for each in Problem.__subclasses__()}
"""The class of each kind of problem."""


def from_service(told: Mapping[str, Any]) -> Problem | None:
    """The problem that a service of ours tells by the members of RFC 9457, in its words; None for a kind that
    is none of ours."""
    cls = KINDS.get(str(told.get("type")).rpartition("/")[2])
    if cls is None or told.get("status") != cls.status:
        return None
    members = {name: value for name, value in told.items() if name not in _BASIC}
    problem = cls(TOLD, why=told.get("detail"), **{name: members.get(name) for name in cls.members})
    problem.extra = members
    return problem


def from_message(message: Mapping[str, Any]) -> Problem:
    """The problem that ``Problem.message`` wrote."""
    return KINDS[message["kind"]](message["shape"], **message["values"])
