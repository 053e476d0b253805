"""Client of a request: the address that stands for a client, behind as many proxies as are trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

HERE = ""
"""Clients on the same machine that come through no trusted proxy; no limit and no share applies to them."""
_WITH_PORT = re.compile(r"\[([^\]]*)\](?::\d+)?|([0-9.]+):\d+")
_NETWORK_BITS = 64


def caller(peer: str, forwarded: Iterable[str], proxies: int) -> str:
    """The name of a client for limits: its IPv4 address, its IPv6 network (/64), or ``HERE``.

    ``peer`` is the other end of the connection with its port, ``forwarded`` the values of every
    X-Forwarded-For header in order. Each proxy adds the address that it was asked from at the end, so
    the last ``proxies`` entries are believed and the first of these is the client. The chain ends at an
    entry that is no address.
    """
    entries = [entry.strip() for value in forwarded for entry in value.split(",")] if proxies else []
    address = None
    for entry in reversed(entries[-proxies:] if proxies else []):
        believed = _address(entry)
        if believed is None:
            break
        address = believed
    if address is not None:
        return _name(address)
    address = _address(peer)
    if address is None:
        return peer
    return HERE if address.is_loopback else _name(address)


@lru_cache(4096)
def _address(text: str) -> IPv4Address | IPv6Address | None:
    match = _WITH_PORT.fullmatch(text)
    try:
        address = ip_address((match[1] or match[2] or "") if match else text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _name(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return f"{IPv6Address(int(address) >> _NETWORK_BITS << _NETWORK_BITS)}/{_NETWORK_BITS}"
