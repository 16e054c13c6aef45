"""What compiled code reads of a segment, as one object.

A kernel takes every array of a named tuple apart at every call, some thirty of them for a segment; where the
processor's caches hold other things, that costs as much as the search. An object of numba's own it takes as it is.
"""

from typing import NamedTuple

from numba import config, njit, types
from numba.experimental import structref

from matching.index.layout import CommonWords, Rows, Tables, TermLists
from matching.index.question import NO_TABLES, Scored


class _Arrays(NamedTuple):
    """Fields of `Scored`, and the tables of a question that words alone answer."""

    words: TermLists
    common: CommonWords
    id_rank: Rows
    id_order: Rows
    codes: Rows
    no_tables: Tables


@structref.register
class _CompiledType(types.StructRef):
    """Their type in compiled code."""


class _Compiled(structref.StructRefProxy):
    """Those fields as numba keeps them."""


structref.define_proxy(_Compiled, _CompiledType, list(_Arrays._fields))  # type: ignore[no-untyped-call]


@njit(cache=True)
def _compiled(words, common, id_rank, id_order, codes, no_tables):  # type: ignore[no-untyped-def]
    # The proxy's own way to make one is compiled anew in every process.
    return _Compiled(words, common, id_rank, id_order, codes, no_tables)  # type: ignore[no-untyped-call]


def segment_arrays(segment: Scored) -> object:
    """What the kernels take as their `segment`."""
    make = _Arrays if config.DISABLE_JIT else _compiled  # type: ignore[attr-defined]
    made: object = make(segment.words, segment.common, segment.id_rank, segment.id_order, segment.codes, NO_TABLES)
    return made
