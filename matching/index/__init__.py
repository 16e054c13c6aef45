"""The match index: ranks and finds documents (postings, people, courses) exactly, from arrays mapped into memory.

To read it in an hour, begin with the picture in docs/matching.md and follow one question:

1. `layout`: what a segment holds, array by array. `kinds`: how a document becomes a row of each.
2. `question` and `scoring`: words → weights → the best rows; `plain` is the pass in numpy, `kernels` the same
   compiled.
3. `facets` → `dictionaries` → `plan`: what the comparisons add, judged once for each distinct key. `key_arrays`,
   `levels`, `reach`, `places` are their large keys in numpy, `memory` keeps tables for the next page.
4. `query` → `filters` → `search`: the search box; `tallies` counts facets, `distances` sorts by place,
   `suggestions` and `sounds` know what somebody meant to type. `columns` are what filters read.
5. `writing`: documents in, one segment out (`keys`, `vocabulary`, `spool`, `sorting` are its steps), `packing` is the
   file and `segment` the reader of it.
6. `posting_index` and `view`: several segments as one index that changes (`store`, `live`, `changes`, `writers`,
   `copying`, `stalls`).
7. `batch`, `workers`, `rankings`: everybody at once.
"""

import importlib

_HOME_OF = {
    "FACETS": "query",
    "SORTS": "query",
    "Filters": "filters",
    "MatchIndex": "posting_index",
    "Plan": "plan",
    "PostingPlan": "plan",
    "Query": "query",
    "Results": "query",
    "Suggester": "suggestions",
    "shipped_suggester": "suggestions",
    "warm_up": "scoring",
}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605 - one table says the names and where they live


def __getattr__(name: str) -> object:
    # Names load on first use: who only asks an index waits for nothing that writing one needs.
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME_OF[name]}"), name)
