"""The columnar inverted index of postings: words, filters, facets, order, pages; on disk, without pickle."""

from matching.index.posting_index import PostingIndex
from matching.index.query import FACETS, SORTS, Filters, Query, Results

__all__ = ["FACETS", "SORTS", "Filters", "PostingIndex", "Query", "Results"]
