"""Compressed pages are unpacked up to a limit, and only whole: half a page must not pass for one.

Only what every server can is asked for. Brotli and zstd would save little and add two parsers of foreign bytes.
"""

import zlib
from collections.abc import Callable, Iterator

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

_CHUNK = 64 * 1024
# An honest server packs once; more layers are a bomb or a mistake.
_MOST_LAYERS = 2
# A page is one member; each further one costs a copy of what is left.
_MOST_MEMBERS = 16


class UnpackedTooLarge(ValueError):
    """More than a page may hold comes out of it."""


class Damaged(ValueError):
    """The packed bytes are broken or cut off."""


class Decompression:
    """Downloader middleware, instead of Scrapy's own, which takes half of a broken page for the page."""

    def __init__(self, crawler: Crawler) -> None:
        self.limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Decompression":
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("Accept-Encoding", ", ".join(name for name in _UNPACKERS if name != "x-gzip"))

    def process_response(self, request: Request, response: Response) -> Response:
        encodings = _encodings(response)
        if not encodings or not response.body:
            return response
        body = unpacked(response.body, encodings, self.limit)
        del response.headers["Content-Encoding"]
        kind = responsetypes.from_args(headers=response.headers, url=response.url, body=body)
        more = {"encoding": None} if issubclass(kind, TextResponse) else {}
        return response.replace(cls=kind, body=body, **more)


def unpacked(body: bytes, encodings: list[str], limit: int) -> bytes:
    """The body without its layers of compression, the last one first.

    Raises:
        UnpackedTooLarge: more than `limit` bytes come out of a layer, or there are too many layers.
        Damaged: a layer is broken, cut off, or of a kind that was not asked for.
    """
    if len(encodings) > _MOST_LAYERS:
        raise UnpackedTooLarge(f"{len(encodings)} layers of compression")
    for encoding in reversed(encodings):
        if encoding not in _UNPACKERS:
            raise Damaged(f"unknown compression {encoding[:20]!r}")
        body = _bounded(_UNPACKERS[encoding](body), limit)
    return body


def _bounded(chunks: Iterator[bytes], limit: int) -> bytes:
    found = bytearray()
    try:
        for chunk in chunks:
            found += chunk
            if len(found) > limit:
                raise UnpackedTooLarge(f"more than {limit} bytes")
    except (zlib.error, EOFError) as error:
        raise Damaged(str(error)) from error
    return bytes(found)


def _gunzip(body: bytes) -> Iterator[bytes]:
    """All members of a gzip file; what is no gzip after the first one is padding."""
    for _ in range(_MOST_MEMBERS):
        unpacker = zlib.decompressobj(wbits=31)
        yield from _inflate_with(unpacker, body)
        body = unpacker.unused_data
        if not body.startswith(b"\x1f\x8b"):
            return
    raise UnpackedTooLarge(f"more than {_MOST_MEMBERS} members")


def _inflate(body: bytes) -> Iterator[bytes]:
    """With the zlib header as the standard says, or bare as some servers have it."""
    try:
        zlib.decompressobj().decompress(body[:64], 1)
    except zlib.error:
        yield from _inflate_with(zlib.decompressobj(wbits=-15), body)
    else:
        yield from _inflate_with(zlib.decompressobj(), body)


def _inflate_with(unpacker: "zlib._Decompress", body: bytes) -> Iterator[bytes]:
    while not unpacker.eof:
        chunk = unpacker.decompress(body, _CHUNK)
        body = unpacker.unconsumed_tail
        if not chunk and not body and not unpacker.eof:
            raise EOFError("cut off")
        yield chunk


def _encodings(response: Response) -> list[str]:
    values = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1").lower()
    return [name for name in (part.strip() for part in values.split(",")) if name not in ("", "identity")]


_UNPACKERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
}
