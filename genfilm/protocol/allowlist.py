"""List of the services that a query may call: IRI prefixes, compared by scheme, host, port and path segments.

What a client writes is refused, not repaired, wherever two programs could read it as two addresses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Network, ip_address
from urllib.parse import unquote

from genfilm.errors import SettingsError
from genfilm.problems import FederationRefused

_PORTS = {"https": 443, "http": 80}
_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?"
    r"(?P<path>/(?:[a-z0-9._~!$&'()*+,;=:@/-]|%[0-9a-f]{2})*)?(?P<query>\?(?:[!-~](?<![#<>\"\\^`{|}]))*)?",
    re.IGNORECASE,
)
_UNICAST = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")
_TUNNELS = (IPv6Network("2001::/23"), IPv6Network("2002::/16"))
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Target:
    """Target of a request; ``host`` in lower case and without brackets, ``query`` with its mark."""

    scheme: str
    host: str
    port: int
    path: str
    query: str = ""

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}{self.query}"

    @property
    def authority(self) -> str:
        """Host and port as a Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def covers(self, other: Target) -> bool:
        """True if ``other`` lies at or below this address."""
        if (self.scheme, self.host, self.port) != (other.scheme, other.host, other.port):
            return False
        return other.path == self.path or other.path.startswith(self.path.rstrip("/") + "/")


@dataclass(frozen=True, slots=True)
class AllowList:
    """The services that a query may call; empty: none."""

    prefixes: tuple[Target, ...]

    @classmethod
    def parse(cls, setting: str) -> AllowList:
        """Read the comma-separated IRI prefixes of a setting; raises SettingsError."""
        return cls(tuple(_prefix(part.strip()) for part in setting.split(",") if part.strip()))

    def __bool__(self) -> bool:
        return bool(self.prefixes)

    def target(self, iri: str) -> Target:
        """Target of a call to this service; raises Problem 403 when it may not go there."""
        found = _target(iri)
        if isinstance(found, Target) and any(prefix.covers(found) for prefix in self.prefixes):
            return found
        why = found if isinstance(found, str) else ""
        allowed = [*map(str, self.prefixes[:_SHOWN]), *["…"][: len(self.prefixes[_SHOWN:])]]
        raise FederationRefused("target" if why else "list", endpoint=iri, why=why, allowed=allowed)


def is_public(address: str) -> bool:
    """True if an IP address belongs to the public internet, also by what it wraps or is translated to."""
    ip = ip_address(address)
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast and not ip.is_reserved
    if ip in _TRANSLATED:
        return is_public(str(IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and ip in _UNICAST and not any(ip in tunnel for tunnel in _TUNNELS)


def _prefix(text: str) -> Target:
    found = _target(text if "://" in text else f"https://{text}")
    if isinstance(found, Target) and found.query:
        found = "has a query, which no prefix can"
    if isinstance(found, str):
        example = "https://query.wikidata.org/sparql"
        raise SettingsError(f"GENFILM_FEDERATION: {text} {found}. Write IRI prefixes such as {example}.")
    return found


def _target(iri: str) -> Target | str:
    """The address that an IRI stands for, or why it stands for none."""
    match = _ADDRESS.fullmatch(iri)
    if match is None:
        return "is no plain address: http or https, host, port, path, in ASCII, without a user or fragment"
    segments = (unquote(part).partition(";")[0] for part in (match["path"] or "/").split("/"))
    if any(part in (".", "..") or re.search(r"[/\\\x00-\x1f\x7f]", part) for part in segments):
        return "has a path that leads elsewhere"
    port = int(match["port"] or _PORTS[match["scheme"].lower()])
    if not 0 < port < 1 << 16:
        return f"has no port: {port}"
    host = match["host"].lower().strip("[]")
    return Target(match["scheme"].lower(), host, port, match["path"] or "/", match["query"] or "")
