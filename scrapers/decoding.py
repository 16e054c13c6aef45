"""The encoding that a page is really in; what it declares is often wrong."""

import re
from functools import lru_cache

_HIGH_BYTES = bytes(range(0x80, 0x100))
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# One broken sequence in a hundred foreign bytes is a damaged UTF-8 page; Chinese in another encoding
# breaks at nearly every character when it is read as UTF-8.
_DAMAGE = 0.01
# Servers declare these when nobody told them; every byte can be read so. But Chinese in GB 2312 stands in pairs of
# high bytes, European letters stand alone.
_WESTERN = frozenset({"iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252"})
_PAIR = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_MOSTLY = 0.8


def real_encoding(body: bytes, declared: str | None) -> str:
    """UTF-8 proves itself; then what is declared, if it can be read so; then China's own."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return encoding
    declared = declared if declared and _is_of_text(declared) else None
    foreign = len(body) - len(body.translate(None, _HIGH_BYTES))
    if not foreign:
        return declared or "utf-8"
    if body.decode("utf-8", "replace").count("\ufffd") <= max(1, foreign * _DAMAGE):
        return "utf-8"
    if (declared or "").lower() in _WESTERN and 2 * len(_PAIR.findall(body)) > _MOSTLY * foreign:
        return "gb18030"
    if declared and declared.lower() not in ("utf-8", "ascii") and _readable(body, declared):
        return declared
    return "gb18030" if _readable(body, "gb18030") else declared or "gb18030"


def _readable(body: bytes, encoding: str) -> bool:
    wrong = body.decode(encoding, "replace").count("\ufffd")
    return wrong <= max(1, len(body) * _DAMAGE / 10)


@lru_cache(maxsize=256)
def _is_of_text(encoding: str) -> bool:
    """Whether any bytes can be read in it. Python knows more names than the web: hex, zip, idna, even `undefined`."""
    if "escape" in encoding.lower():
        return False  # `unicode_escape` is for program text, and warns of what it finds in a page.
    try:
        bytes(range(256)).decode(encoding, "replace")
    except (LookupError, ValueError):
        return False
    return True
