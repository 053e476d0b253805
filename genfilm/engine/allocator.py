"""The allocator of fork server and evaluators: mimalloc, where it is installed, instead of the C library's.

A query allocates and frees millions of small things; docs/benchmarks.md says what this is worth.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, files

_PACKAGE = "cmeel-mimalloc"
_LIBRARY = "libmimalloc.so"
_OPTIONS = {"MIMALLOC_ARENA_EAGER_COMMIT": "0", "MIMALLOC_RETRY_ON_OOM": "0"}
"""Its reserve of address space becomes memory piece by piece, so that the limit of a query counts what it
takes and not the reserve; and at the limit a query ends at once."""


def environment(inherited: Mapping[str, str]) -> dict[str, str]:
    """The variables with which a process starts on mimalloc; none where that is not to be had.

    A path with a blank or a colon cannot be preloaded (ld.so(8)).
    """
    if sys.platform != "linux":
        return {}
    try:
        found = next((file for file in files(_PACKAGE) or () if file.name == _LIBRARY), None)
    except PackageNotFoundError:
        return {}
    path = str(found.locate()) if found is not None else ""
    if not path or " " in path or ":" in path:
        return {}
    preload = " ".join(filter(None, (path, inherited.get("LD_PRELOAD"))))
    return {**_OPTIONS, "LD_PRELOAD": preload}
