"""What kind of file some bytes are; the name is believed only where the bytes leave it open."""

import re
import zipfile
from io import BytesIO

from scrapers.decoding import real_encoding
from scrapers.sheets.limits import LARGEST_FILE, TableError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TABLE = re.compile(r"<(?:table|html|body|!doctype html)\b", re.IGNORECASE)
# White space apart, text has no control characters.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PROBE = 64 * 1024


def kind_of(content: bytes, name: str = "") -> str:
    """`xlsx`, `xls`, `docx`, `pdf`, `html` or `csv`. Raises TableError."""
    if not content.strip(b"\0 \t\r\n"):
        raise TableError("empty")
    if len(content) > LARGEST_FILE:
        raise TableError("too_large")
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    text = text_of(content)
    if _CONTROL.search(text[:_PROBE]) or text[:_PROBE].count("\ufffd") > len(text[:_PROBE]) / 100:
        raise TableError("unknown_kind")
    if _TABLE.search(text):
        # Boards that "export to Excel" often write a web page and call it .xls.
        return "html"
    if name.lower().endswith((".csv", ".tsv", ".txt")) or re.search(r"[,\t;|，]", text[:_PROBE]):
        return "csv"
    raise TableError("unknown_kind")


def text_of(content: bytes) -> str:
    """Text in whatever encoding it really is, without its byte order mark."""
    return content.decode(real_encoding(content, None), "replace").removeprefix("\ufeff")


def has_macros(content: bytes) -> bool:
    """Whether a spreadsheet or document brings a Visual Basic project along."""
    return b"vbaProject.bin" in content or "_VBA_PROJECT".encode("utf-16-le") in content


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise TableError("broken") from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    raise TableError("unknown_kind")


def _kind_of_ole(content: bytes) -> str:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("EncryptedPackage"):
        raise TableError("encrypted")
    if has("Workbook") or has("Book"):
        return "xls"
    raise TableError("old_word" if has("WordDocument") else "unknown_kind")
