"""One target in a process of its own: `fuzz_child TARGET FILE` runs one input, `… TARGET -option … FOLDER` fuzzes.

libFuzzer ends the process, whichever way it goes.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings
from pathlib import Path

# What is looked at while it runs: the parsers, not the libraries below them.
_OURS = ["scrapers", "jobsboard.postings", "matching.parsing", "matching.records", "matching.text", "matching.reading"]


def main(name: str, *options: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobsboard.settings.test")
    logging.disable()
    warnings.simplefilter("ignore")
    if len(options) == 1 and Path(options[0]).is_file():
        django.setup()
        from tests.bench.measures.fuzz_targets import TARGETS

        TARGETS[name](Path(options[0]).read_bytes())
        return
    import atheris

    with atheris.instrument_imports(include=_OURS):
        django.setup()
        from tests.bench.measures.fuzz_targets import TARGETS
    atheris.Setup([name, *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
