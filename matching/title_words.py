"""The thesaurus of titles: words of postings and of the classification that mean the same kind of work."""

from functools import cache

from matching.lexicon import Lexicon
from matching.taxonomy import read_table
from matching.text import normalise

# No term of a text holds this sign: a concept is never taken for a word.
_SIGN = "="


def concepts(text: str) -> list[str]:
    """Concepts that a text names, each once, in its order; the longest words are read first.

    Parameters
    ----------
    text : str
        Any text; it is normalised first.

    Returns
    -------
    list of str
        Every concept begins with ``=``.

    Examples
    --------
    >>> concepts("持B2的货车司机"), concepts("驾驶员")
    (['=货车', '=驾驶'], ['=驾驶'])
    """
    plain = normalise(text)
    found = _thesaurus()[0].find(plain)
    meant = _thesaurus()[1]
    return list(dict.fromkeys(concept for start, end in found for concept in meant[plain[start:end]]))


@cache
def _thesaurus() -> tuple[Lexicon, dict[str, list[str]]]:
    meant: dict[str, list[str]] = {}
    for row in read_table("title_words"):
        for word in (row["concept"], *row["words"].split("|")):
            meant.setdefault(normalise(word), []).append(_SIGN + row["concept"])
    return Lexicon(meant), meant
