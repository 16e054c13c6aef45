"""Tab-separated query, corpus and label files, as `rank` and `learn` read them."""

from collections.abc import Sequence
from pathlib import Path

from matching.commands import UsageError, open_text, read_lines
from matching.evaluation import read_qrels
from matching.learning import LabelledRanker
from matching.persistence import StoreError
from matching.ranking import Candidate, Query

_NAMES = ("text", "title", "name")
_OTHER_TITLES = ("name", "alias", "aliases", "alternates", "synonyms", "titles")
_NOT_OF_A_QUERY = ("service",)
_NOT_OF_A_CORPUS = ("level",)


def read_queries(path: str) -> dict[str, Query]:
    """Read a query file: id → query; every column but the id and ``service`` counts."""
    header, rows = _read_table(path)
    name = _name_column(header)
    others = [column for column in header[1:] if column != name and column not in _NOT_OF_A_QUERY]
    return {row[header[0]]: Query(row.get(name, ""), " ".join(row[c] for c in others)) for row in rows}


def read_corpus(path: str) -> list[Candidate]:
    """Read a corpus file; every column but the id and ``level`` counts."""
    header, rows = _read_table(path)
    name = _name_column(header)
    others = [column for column in header[1:] if column != name and column not in _NOT_OF_A_CORPUS]
    lists = [column for column in others if column.lower() in _OTHER_TITLES]
    texts = [column for column in others if column not in lists]
    candidates = {
        row[header[0]]: Candidate(
            row[header[0]],
            tuple(dict.fromkeys([row.get(name, ""), *(t for c in lists for t in _split(row[c]))])),
            " ".join(row[column] for column in texts),
        )
        for row in rows
    }
    return list(candidates.values())


def read_labels(path: str) -> dict[str, frozenset[str]]:
    """Read a qrels file: query id → right ids."""
    with open_text(path) as stream:
        try:
            return read_qrels(read_lines(stream, path))
        except ValueError as error:
            raise UsageError(f"{path}: {error}") from error


def load_model(path: str) -> LabelledRanker:
    """Load what ``learn`` wrote."""
    try:
        return LabelledRanker.load(Path(path))
    except StoreError as error:
        raise UsageError(f"--model {error}; make one with: python -m matching learn --out {path}") from error


def _read_table(path: str) -> tuple[list[str], list[dict[str, str]]]:
    with open_text(path) as stream:
        lines = list(read_lines(stream, path))
    header = lines[0].split("\t") if lines else []
    if len(header) < 2:
        raise UsageError(f"{path}: expected a first row of column names parted by tabs")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) > len(header):
            raise UsageError(f"{path}, line {number}: {len(cells)} columns, the first row names {len(header)}")
        cells += [""] * (len(header) - len(cells))
        rows.append(dict(zip(header, cells, strict=True)) | {header[0]: cells[0] or f"line:{number}"})
    return header, rows


def _name_column(header: Sequence[str]) -> str:
    return next((name for name in _NAMES if name in header[1:]), header[1])


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace("|", ";").split(";") if part.strip()]
