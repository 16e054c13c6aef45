"""What long work says while it runs: a bar on a terminal, plain lines elsewhere; nothing of it on stdout."""

from __future__ import annotations

from typing import TextIO

from tqdm import tqdm

LINE_EVERY = 10_000


class Progress:
    """Progress for nobody; the others say it."""

    def say(self, text: str) -> None:
        """One line that stays."""

    def begin(self, stage: str, total: int = 0) -> None:
        """A new stage of the work, of so many rows; 0 where nobody knows."""

    def advance(self, rows: int) -> None:
        """So many more rows are done."""

    def end(self) -> None:
        """All is done, or given up."""


class Lines(Progress):
    """A line for each stage, and one every so many rows."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stage, self._total, self._done = "", 0, 0

    def say(self, text: str) -> None:
        print(text, file=self._stream, flush=True)

    def begin(self, stage: str, total: int = 0) -> None:
        self._stage, self._total, self._done = stage, total, 0
        self.say(f"{stage} …")

    def advance(self, rows: int) -> None:
        before, self._done = self._done, self._done + rows
        if before // LINE_EVERY < self._done // LINE_EVERY:
            self.say(
                f"{self._stage}: {self._done} of {self._total}" if self._total else f"{self._stage}: {self._done}"
            )


class Bar(Progress):
    """A bar for each stage; lines stand above it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: tqdm | None = None

    def say(self, text: str) -> None:
        tqdm.write(text, file=self._stream)

    def begin(self, stage: str, total: int = 0) -> None:
        self.end()
        self._bar = tqdm(total=total or None, desc=stage, file=self._stream, unit=" rows", leave=False)

    def advance(self, rows: int) -> None:
        if self._bar is not None:
            self._bar.update(rows)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def progress_on(stream: TextIO) -> Progress:
    """A bar where somebody watches, lines where they are kept."""
    return Bar(stream) if stream.isatty() else Lines(stream)
