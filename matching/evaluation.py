"""How good a ranking is, by binary relevance: MAP, nDCG@10, MRR, A@1, R@10, R@100."""

import math
from collections.abc import Iterable, Mapping, Sequence

Run = Mapping[str, Sequence[str]]
Relevant = Mapping[str, frozenset[str]]

MEASURES = ("MAP", "nDCG@10", "MRR", "A@1", "R@10", "R@100")


def evaluate(run: Run, relevant: Relevant) -> dict[str, float | int]:
    """Average the measures over all queries that have something relevant.

    Parameters
    ----------
    run : mapping
        Query id → ids, best first; an id that comes again counts once, at its first place.
    relevant : mapping
        Query id → ids that are right. A query without any is left out; one without a run counts 0.

    Returns
    -------
    dict
        The measures between 0 and 1, and ``queries``, the number averaged over.

    Examples
    --------
    >>> figures = evaluate({"q": ["x", "a", "b"]}, {"q": frozenset("ab"), "lost": frozenset("a")})
    >>> round(figures["MAP"], 4), figures["MRR"], figures["R@10"], figures["queries"]
    (0.2917, 0.25, 0.5, 2)
    """
    asked = {query: wanted for query, wanted in relevant.items() if wanted}
    rows = [_measure(run.get(query, ()), wanted) for query, wanted in asked.items()]
    count = max(len(rows), 1)
    means = {name: math.fsum(row[i] for row in rows) / count for i, name in enumerate(MEASURES)}
    return {**means, "queries": len(rows)}


def _measure(ranked: Sequence[str], wanted: frozenset[str]) -> tuple[float, ...]:
    places = [place for place, one in enumerate(dict.fromkeys(ranked), start=1) if one in wanted]
    precision = math.fsum(found / place for found, place in enumerate(places, start=1)) / len(wanted)
    gain = math.fsum(1 / math.log2(place + 1) for place in places if place <= 10)
    ideal = math.fsum(1 / math.log2(place + 1) for place in range(1, min(len(wanted), 10) + 1))
    return (
        precision,
        gain / ideal,
        1 / places[0] if places else 0.0,
        float(places[:1] == [1]),
        sum(place <= 10 for place in places) / len(wanted),
        sum(place <= 100 for place in places) / len(wanted),
    )


def read_run(lines: Iterable[str]) -> dict[str, list[str]]:
    """Read TREC run lines ``qid Q0 cid rank score tag``; best score first, ties by the written rank.

    Raises
    ------
    ValueError
        Names the line that has another form.

    Examples
    --------
    >>> read_run(["q Q0 b 2 0.5 t", "q Q0 a 1 0.5 t", "q Q0 c 3 0.9 t"])
    {'q': ['c', 'a', 'b']}
    """
    found: dict[str, list[tuple[float, int, str]]] = {}
    for number, line in enumerate(lines, start=1):
        parts = line.split()
        if not parts:
            continue
        try:
            query, _, candidate, rank, score, _ = parts
            found.setdefault(query, []).append((-_finite(score), int(rank), candidate))
        except ValueError as error:
            raise ValueError(f"line {number}: expected 'qid Q0 cid rank score tag', got {line!r}") from error
    return {query: [candidate for _, _, candidate in sorted(rows)] for query, rows in found.items()}


def read_qrels(lines: Iterable[str]) -> dict[str, frozenset[str]]:
    """Read ``qid cid rel`` with a header row, or TREC qrels ``qid 0 cid rel``.

    Raises
    ------
    ValueError
        Names the line that has another form.

    Examples
    --------
    >>> read_qrels(["qid\\tcid\\trel", "q\\ta\\t1", "q\\tb\\t0"]) == read_qrels(["q 0 a 1", "q 0 b 0"])
    True
    """
    found: dict[str, set[str]] = {}
    for number, line in enumerate(lines, start=1):
        parts = line.split()
        if not parts or (number == 1 and not _is_number(parts[-1])):
            continue
        if len(parts) not in (3, 4) or not _is_number(parts[-1]):
            raise ValueError(f"line {number}: expected 'qid cid rel' or 'qid 0 cid rel', got {line!r}")
        wanted = found.setdefault(parts[0], set())
        if float(parts[-1]) > 0:
            wanted.add(parts[-2])
    return {query: frozenset(wanted) for query, wanted in found.items()}


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"score: {text!r} is not a finite number")
    return value


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
