"""All people × all postings in one file: written piece by piece, whole or not at all, gone on with after a stop.

JSON Lines. The first line says what was asked of which version of the index; then one line an asker, in their order::

    {"id":"p1","ids":["posting 17","posting 4"],"totals":[3.25,4.0],"classes":[0,2]}

Totals are in points. Classes: 0 has a score, 1 tells too little of the work for one, 2 asks for something that the
person does not have, 3 both.
"""

import contextlib
import fcntl
import heapq
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeVar

import numpy as np

from matching.comparison import MICRO
from matching.index.layout import FUSED_UNIT
from matching.index.plan import classes_and_totals
from matching.persistence import sync

T = TypeVar("T")
UNITS_A_POINT = MICRO // FUSED_UNIT
_FORMAT = 1


class Ranking(NamedTuple):
    """What is best for one asker.

    Attributes
    ----------
    id : str
        The asker's.
    points : tuple of int
        Units of 1/64 point, falling, with the class of `plan.classes_and_totals` inside them.
    ids : tuple of str
        Of the documents in the same order; rising where points are equal.
    """

    id: str
    points: tuple[int, ...]
    ids: tuple[str, ...]


def merge_rankings(parts: Sequence[Ranking], k: int) -> Ranking:
    """Return the best `k` of rankings for the same asker among different documents.

    As points and ids order all documents, it does not matter how the documents were divided, nor in which order
    the parts are merged.

    Examples
    --------
    >>> merge_rankings([Ranking("p1", (9, 4), ("a", "c")), Ranking("p1", (9, 4), ("d", "b"))], 3)
    Ranking(id='p1', points=(9, 9, 4), ids=('a', 'd', 'b'))
    """
    pairs = [zip(part.points, part.ids, strict=True) for part in parts]
    best = list(islice(heapq.merge(*pairs, key=lambda pair: (-pair[0], pair[1])), k))
    return Ranking(parts[0].id, tuple(points for points, _ in best), tuple(one for _, one in best))


def write_rankings(
    path: Path | str,
    about: Mapping[str, Any],
    askers: Iterable[T],
    id_of: Callable[[T], str],
    rank: Callable[[Iterator[T]], Iterable[Ranking]],
) -> int:
    """Rank all askers into a file; return how many it holds.

    What is done stands in ``<path>.part`` until all is done. Called again after a stop with the same `about`, it
    goes on where it stopped; with another one it begins anew.

    Parameters
    ----------
    path : Path or str
    about : mapping
        What the rankings depend on: JSON values.
    askers : iterable
        In an order that is the same every time.
    id_of : callable
        Id of an asker.
    rank : callable
        Gets those who are not done yet.

    Raises
    ------
    ValueError
        The file begun holds other askers; names the first.
    BlockingIOError
        Another process is writing it.
    """
    left, head = iter(askers), _line({"format": _FORMAT, **about})
    with _begun(Path(path)) as stream:
        done = _skip_done(stream, head, left, id_of)
        for ranking in rank(left):
            stream.write(_line(_told(ranking)))
            done += 1
    return done


@contextlib.contextmanager
def _begun(path: Path) -> Iterator[IO[bytes]]:
    """The file that is being written; it takes its place when the work was done, and not before."""
    part = path.with_name(path.name + ".part")
    with part.open("a+b") as stream:
        # Two processes that append to one file would mix their lines.
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BlockingIOError(f"{part}: another process is writing it") from error
        if not part.exists():  # the other one has finished in this very moment
            raise BlockingIOError(f"{part}: another process has written it")
        yield stream
        stream.flush()
        os.fsync(stream.fileno())
        part.replace(path)
    sync(path.parent)


def _skip_done(stream: IO[bytes], head: bytes, askers: Iterator[T], id_of: Callable[[T], str]) -> int:
    """Pass over the askers that a stopped writer has done, and cut off the line that it did not finish."""
    stream.seek(0)
    done, end = 0, 0
    if stream.readline() == head:
        end = stream.tell()
        while (found := _id_in(stream.readline())) is not None:
            asker = next(askers, None)
            if asker is None or id_of(asker) != found:
                place = f"the asker in place {done + 1}" if asker else f"an asker after the last ({done})"
                raise ValueError(f"{stream.name}: was begun with other askers: {place} was {found!r}; delete it")
            done, end = done + 1, stream.tell()
    stream.truncate(end)
    if not end:
        stream.write(head)
    return done


def _told(ranking: Ranking) -> dict[str, Any]:
    classes, totals = classes_and_totals(np.array(ranking.points, dtype=np.int32))
    points = (totals / UNITS_A_POINT).tolist()
    return {"id": ranking.id, "ids": ranking.ids, "totals": points, "classes": classes.tolist()}


def _id_in(line: bytes) -> str | None:
    """The asker of a line, None where the line is not whole."""
    if not line.endswith(b"\n"):
        return None
    try:
        return str(json.loads(line)["id"])
    except (ValueError, KeyError, TypeError):
        return None


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
