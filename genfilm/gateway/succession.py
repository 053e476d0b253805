"""The order of builds over several nodes: a client that has seen one never gets an older one after it.

Every answer names its build in ``X-Build``, by the time at which it was made or taken into service again and
the beginning of its id. A request that brings the name of a newer build, in the same header or in the cookie
that a balancer made of it, is refused here, so that the balancer asks another node.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from genfilm.dataset.builds import Build
from genfilm.problems import Overloaded

HEADER = "X-Build"
_NAMED = re.compile(r"(?:^|[;,\s=])(\d{8}T\d{6}-[0-9a-f]{12})(?=$|[;,\s])")
_MARKS = str.maketrans("", "", "-:")


def name_of(build: Build) -> str:
    """Name of a build that sorts by the time since which it counts."""
    return f"{build.published.translate(_MARKS)[:15] or '19700101T000000'}-{build.id[:12]}"


def require_no_newer(own: str, headers: Mapping[str, str]) -> None:
    """Raise Problem 503 when a request names a build that is newer than ``own``, and another."""
    named = headers.get("x-build", "")
    cookie = headers.get("cookie", "")
    if "genfilm-build=" in cookie:
        named += ";" + cookie.partition("genfilm-build=")[2].partition(";")[0]
    if named and any(seen[:15] > own[:15] and seen[15:] != own[15:] for seen in _NAMED.findall(named)):
        raise Overloaded("older")
