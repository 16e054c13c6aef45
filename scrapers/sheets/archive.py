"""Office documents are zip files of XML: looked through before any reader of theirs opens them."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from xml.parsers import expat

from scrapers.sheets.limits import INFLATED, MEMBERS, TableError

_XML = (".xml", ".rels", ".vml")
_CHUNK = 64 * 1024


class _Seen(Exception):
    """The root element has begun: no document type can follow."""


@contextmanager
def opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive, once it is known to be bounded. Raises TableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _require_bounded(archive)
            yield archive
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise TableError("broken") from error


def look_through(content: bytes) -> None:
    """Refuse a bomb, a password, and XML that declares entities. Raises TableError.

    What a member inflates to is what its entry says: `zipfile` reads no byte more, and fails on a lie.
    """
    with opened(content) as archive:
        for member in archive.infolist():
            if member.filename.lower().endswith(_XML):
                with archive.open(member) as stream:
                    _require_no_doctype(stream)


def chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _require_bounded(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MEMBERS or sum(member.file_size for member in members) > INFLATED:
        raise TableError("inflates_too_much")
    if any(member.flag_bits & 0x1 for member in members):
        raise TableError("encrypted")
    # Of the other methods Python inflates a whole block before it counts.
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise TableError("broken")


def _require_no_doctype(stream: IO[bytes]) -> None:
    def refuse(*_: object) -> None:
        raise TableError("unsafe_xml")

    def stop(*_: object) -> None:
        raise _Seen

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        for chunk in chunks(stream):
            parser.Parse(chunk, False)
    except (_Seen, expat.ExpatError):
        # What is no XML at all, its reader refuses.
        return
