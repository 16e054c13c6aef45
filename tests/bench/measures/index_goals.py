"""What the index was meant to reach, beside what it reached in this run."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.bench.measures.table import Figure, Row

# A figure of this run, by what was measured and at how many postings.
Reached = Mapping[tuple[str, int], float]


@dataclass(frozen=True)
class Goal:
    """A figure wanted at a size: at least, or at most."""

    measure: str
    key: str
    size: int
    wanted: float
    at_least: bool = False

    def row(self, reached: Reached) -> Row:
        """Wanted and reached side by side; another size than the wanted one is shown, and not judged."""
        sizes = [size for key, size in reached if key == self.key]
        sign = "≥" if self.at_least else "≤"
        figures: dict[str, Figure] = {"reached": None, "at": None, "wanted": f"{sign} {self.wanted:g}"}
        if not sizes:
            figures["verdict"] = "  not measured"
        else:
            size = self.size if self.size in sizes else max(sizes)
            figures |= {
                "reached": reached[self.key, size],
                "at": f"{size:,}",
                "verdict": f"  {self._verdict(reached, size)}",
            }
        return Row("what it must show", self.measure, figures)

    def _verdict(self, reached: Reached, size: int) -> str:
        figure = reached[self.key, size]
        if size != self.size:
            return f"wanted at {self.size:,}"
        is_met = figure >= self.wanted if self.at_least else figure <= self.wanted
        return "met" if is_met else f"short: {figure:.3g} of {self.wanted:g}"


GOALS = (
    Goal("filtered, from words: sparse_dot_topn per city ÷ ours", "filtered", 100_000, 4, True),
    Goal("the same, a million postings", "filtered", 1_000_000, 8, True),
    Goal("the same through MatchIndex.rank (filters, ids)", "door", 100_000, 4, True),
    Goal("the same through MatchIndex.rank, a million postings", "door", 1_000_000, 8, True),
    Goal("unfiltered, hot loop: bm25s with numba ÷ ours", "unfiltered", 1_000_000, 1.5, True),
    Goal("filtered, hot loop: fused with nine tables ÷ text only", "fused", 1_000_000, 2.0),
    Goal("filtered, in turn: × cost of ten times the postings", "growth", 1_000_000, 2.5),
    Goal("filtered, hot loop: × cost of ten times the postings", "growth_hot", 1_000_000, 5),
    Goal("resident memory of one process, MB", "resident", 1_000_000, 450),
    Goal("private memory of a further, forked worker, MB", "private", 1_000_000, 40),
    Goal("build: peak memory, MB", "build_peak", 1_000_000, 1000),
    Goal("build: rate ÷ TfidfVectorizer's", "build_rate", 1_000_000, 3, True),
    Goal("1,000 more until another process sees ÷ tantivy's commit", "add", 1_000_000, 1),
    Goal("a fresh process opens and answers once ÷ import numpy", "fresh", 1_000_000, 3),
)


def goal_rows(reached: Reached) -> list[Row]:
    """A row for every goal."""
    return [goal.row(reached) for goal in GOALS]
