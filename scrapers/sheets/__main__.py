"""python -m scrapers.sheets KIND < FILE: its grids as JSON; started by `guarded`."""

import json
import logging
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module

from scrapers.sheets.grids import Grids
from scrapers.sheets.limits import MEMORY, SECONDS, TableError

_READERS = {
    "xlsx": "spreadsheet.read_xlsx",
    "xls": "spreadsheet.read_xls",
    "docx": "word.read_docx",
    "pdf": "pdf.read_pdf",
}


def main(kind: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What a parser has to say of a damaged file helps nobody.
    logging.disable()
    content = sys.stdin.buffer.read()
    try:
        found = reader(kind)(content)
        answer = {
            "grids": [asdict(grid) for grid in found.grids],
            "passed_over": found.passed_over,
            "notes": found.notes,
        }
    except TableError as error:
        answer = {"reason": error.reason}
    except MemoryError:
        answer = {"reason": "too_large"}
    except Exception:
        # Foreign bytes make parsers fail in ways without number; all mean the same to who sent the file.
        answer = {"reason": "broken"}
    sys.stdout.write(json.dumps(answer))
    return 0


def reader(kind: str) -> Callable[[bytes], Grids]:
    """Only the reader that is needed is imported: PDF's alone takes longer than most files."""
    module, name = _READERS[kind].split(".")
    return getattr(import_module(f"scrapers.sheets.{module}"), name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
