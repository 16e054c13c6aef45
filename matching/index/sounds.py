"""How Chinese characters sound: their readings without tones, and texts written by sound."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from matching.taxonomy import read_table

# Much of the south does not tell these apart: 师 (shi) and 司 (si), 焊 (han) and 航 (hang).
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
_WORDS = re.compile(r"[a-z0-9+#]+|[^\s]")
# One character for each syllable, so that a text written by sound is as long as the text.
_FIRST_SIGN = 0xE000


@cache
def readings() -> Mapping[str, tuple[str, ...]]:
    """Readings of each character of everyday use, the usual one first.

    Examples
    --------
    >>> readings()["焊"], readings()["行"]
    (('han',), ('xing', 'hang', 'heng'))
    """
    known: dict[str, list[str]] = {}
    rows = list(read_table("pinyin"))
    for column in ("usual", "other"):
        for row in rows:
            for character in row[column]:
                known.setdefault(character, []).append(row["syllable"])
    return {character: tuple(syllables) for character, syllables in known.items()}


def slots(plain: str) -> str:
    """All ways to type each character (or Latin word), parted by spaces, so that a pattern can run over them.

    Examples
    --------
    >>> slots("行车工")
    '行|xing|hang|heng 车|che|ju 工|gong'
    """
    return " ".join(map(_slot, _WORDS.findall(plain)))


@lru_cache(maxsize=16_384)
def _slot(word: str) -> str:
    return "|".join((word, *readings().get(word, ())))


def heard(plain: str, alike: bool = False) -> str:
    """A text with one sign for the usual sound of each character.

    Parameters
    ----------
    plain : str
        In normal form.
    alike : bool
        Give sounds that many people do not tell apart one sign.

    Examples
    --------
    >>> heard("电焊工") == heard("店汉公"), heard("师机") == heard("司机")
    (True, False)
    >>> heard("师机", alike=True) == heard("司机", alike=True)
    True
    """
    return plain.translate(_signs(alike))


@cache
def _signs(alike: bool) -> dict[int, str]:
    signs: dict[str, str] = {}
    table = {}
    for character, syllables in readings().items():
        sound = syllables[0]
        for one, other in _ALIKE if alike else ():
            sound = sound.replace(one, other)
        table[ord(character)] = signs.setdefault(sound, chr(_FIRST_SIGN + len(signs)))
    return table
