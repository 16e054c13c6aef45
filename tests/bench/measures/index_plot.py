"""A drawing of what a question costs against how many postings there are, both on logarithmic scales."""

from collections.abc import Mapping
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

# Of each condition and engine: size → microseconds.
Costs = Mapping[str, Mapping[str, Mapping[int, float]]]


def draw(costs: Costs, path: Path) -> None:
    """Write the drawing as SVG; ours is the thick line."""
    figure = Figure(figsize=(6 * len(costs), 5), layout="constrained")
    panels = figure.subplots(1, len(costs), sharey=True, squeeze=False)[0]
    for panel, (condition, engines) in zip(panels, costs.items(), strict=True):
        for name, points in engines.items():
            sizes = sorted(points)
            panel.plot(sizes, [points[size] for size in sizes], "o-", label=name, linewidth=3 if _is_ours(name) else 1)
        panel.set(xscale="log", yscale="log", title=condition, xlabel="postings", ylabel="µs a question, median")
        panel.grid(visible=True, which="major", alpha=0.3)
        panel.legend(fontsize="x-small")
    path.parent.mkdir(parents=True, exist_ok=True)
    # Without a date and random ids, so that the same figures give the same file.
    with matplotlib.rc_context({"svg.hashsalt": "bench"}):
        figure.savefig(path, format="svg", metadata={"Date": None})


def _is_ours(name: str) -> bool:
    return name.startswith("ours")
