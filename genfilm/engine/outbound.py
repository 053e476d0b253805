"""One query to another SPARQL endpoint over HTTP, to an address that was looked at before.

A name is resolved once, and the connection goes to the addresses that were found and checked: nothing can
change between check and use. No redirects, no proxies, no credentials, no compression.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from functools import cache
from typing import Any
from urllib.parse import urlencode

import h11

from genfilm import __version__
from genfilm.engine.query import ServiceAnswer
from genfilm.protocol.allowlist import Target, is_public
from genfilm.protocol.formats import JSON, XML

_ACCEPT = f"{JSON.media_type}, {XML.media_type};q=0.9"
_READABLE = {name: fmt.name for fmt in (JSON, XML) for name in (fmt.media_type, *fmt.aliases)}
_CHUNK = 1 << 16


class CallFailed(Exception):
    """The other service gave no answer; the text says why, beginning after its name."""


class AnswerTooLarge(Exception):
    """The answer has more bytes than are read."""


async def ask(target: Target, query: str, *, largest: int, private: bool) -> ServiceAnswer:
    """The answer to a SELECT query, of at most ``largest`` bytes; ``private`` allows every address.

    It has no time limit of its own: cancel it. Raises CallFailed and AnswerTooLarge.
    """
    reader, writer = await _connect(target, private)
    try:
        return await _exchange(target, query, reader, writer, largest)
    except (OSError, h11.RemoteProtocolError) as error:
        raise CallFailed(f"broke off its answer: {error}") from None
    finally:
        writer.transport.abort()


async def _connect(target: Target, private: bool) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    security: dict[str, Any] = {}
    if target.scheme == "https":
        security = {"ssl": _trust(), "server_hostname": target.host}
    failure = "has no address"
    for address in await _addresses(target, private):
        try:
            return await asyncio.open_connection(
                address, target.port, flags=socket.AI_NUMERICHOST, limit=_CHUNK, **security
            )
        except (OSError, ssl.SSLError) as error:
            failure = f"cannot be reached: {error.strerror or error}"
    raise CallFailed(failure)


async def _addresses(target: Target, private: bool) -> list[str]:
    """The IP addresses of a host; raises CallFailed when one of them is not of the public internet."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise CallFailed(f"has no address: {getattr(error, 'strerror', None) or error}") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not private and not all(map(is_public, addresses)):
        raise CallFailed("has an address that is not of the public internet")
    return addresses


async def _exchange(
    target: Target, query: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, largest: int
) -> ServiceAnswer:
    connection = h11.Connection(h11.CLIENT)
    writer.write(_request(connection, target, urlencode({"query": query}).encode()))
    await writer.drain()
    answered = ""
    parts: list[bytes] = []
    size = 0
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(_CHUNK))
        elif isinstance(event, h11.Response):
            answered = _readable(event)
        elif isinstance(event, h11.Data):
            size += len(event.data)
            if size > largest:
                raise AnswerTooLarge
            parts.append(bytes(event.data))
        elif isinstance(event, h11.EndOfMessage):
            break
    try:
        return ServiceAnswer(answered, b"".join(parts).decode())
    except UnicodeDecodeError:
        raise CallFailed("gave an answer that is not UTF-8") from None


def _request(connection: h11.Connection, target: Target, body: bytes) -> bytes:
    headers = [
        ("Host", target.authority),
        ("User-Agent", f"GenFilm-KG/{__version__}"),
        ("Accept", _ACCEPT),
        ("Accept-Encoding", "identity"),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Content-Length", str(len(body))),
        ("Connection", "close"),
    ]
    head = h11.Request(method="POST", target=target.path + target.query, headers=headers)
    events = (head, h11.Data(data=body), h11.EndOfMessage())
    return b"".join(connection.send(event) or b"" for event in events)


def _readable(response: h11.Response) -> str:
    """The format of an answer; raises CallFailed for one that cannot be read."""
    headers = {name.decode(): value.decode("latin-1") for name, value in response.headers}
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if response.status_code != 200:
        moved = ", and redirects are not followed" if 300 <= response.status_code < 400 else ""
        raise CallFailed(f"answered {response.status_code}{moved}")
    coding = headers.get("content-encoding", "identity")
    if coding.lower() != "identity":
        raise CallFailed(f"compressed its answer with {coding!r}, though it was not asked to")
    if media_type not in _READABLE:
        raise CallFailed(f"answered in {media_type or 'no media type'!r}, not in {JSON.media_type}")
    return _READABLE[media_type]


@cache
def _trust() -> ssl.SSLContext:
    """The certificates that the system trusts; names are checked."""
    return ssl.create_default_context()
