"""Processes that share one long piece of work: tasks go out in order, results come back in order.

A small pool of our own, for three things that ``concurrent.futures`` does not do: tasks and results at hand are
bounded, however long the work is; a process that dies is named; and nothing is left running when the caller stops.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Generic, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

# A slow task holds back the results behind it; so many for each worker may wait for it.
_AHEAD = 4
_PATIENCE = 5.0


def cores() -> int:
    """Return how many cores this process may use.

    Examples
    --------
    >>> cores() >= 1
    True
    """
    return len(os.sched_getaffinity(0))


def results_in_order(start: Callable[[], Callable[[T], R]], tasks: Iterable[T], workers: int) -> Iterator[R]:
    """Do the tasks in several processes and yield the results in the order of the tasks.

    Parameters
    ----------
    start : callable
        Called once in each process; returns what does a task. It, the tasks and the results travel between
        processes. With one worker everything is done in this process.
    tasks : iterable
        Taken from as workers come free, so it may be longer than memory.
    workers : int

    Raises
    ------
    ChildProcessError
        A worker died, or a task raised; names the worker and the task (counted from 1).

    Examples
    --------
    >>> list(results_in_order(lambda: str.upper, ["a", "b"], workers=1))
    ['A', 'B']
    """
    if workers < 1:
        raise ValueError(f"workers: expected 1 or more, got {workers}")
    if workers == 1:
        yield from map(start(), tasks)
        return
    crew: list[_Worker[T, R]] = []
    try:
        # Spawned, not forked: a fork copies locks that threads of this process (numba, a server) may hold.
        crew.extend(_Worker(number, start) for number in range(1, workers + 1))
        yield from _shared_out(crew, enumerate(tasks, start=1))
    finally:
        for worker in crew:
            worker.end()


def _shared_out(crew: "list[_Worker[T, R]]", tasks: Iterator[tuple[int, T]]) -> Iterator[R]:
    idle, busy = list(crew), dict[Connection, _Worker[T, R]]()
    done: dict[int, R] = {}
    given, due = 0, 1
    while True:
        while idle and given < due + _AHEAD * len(crew):
            found = next(tasks, None)
            if found is None:
                break
            given, task = found
            worker = idle.pop()
            worker.give(given, task)
            busy[worker.pipe] = worker
        if not busy:
            return
        for pipe in wait(list(busy)):
            worker = busy.pop(cast(Connection, pipe))
            done[worker.task] = worker.result()
            idle.append(worker)
        while due in done:
            yield done.pop(due)
            due += 1


@dataclass(frozen=True, slots=True)
class _Failure:
    """What went wrong in another process, in words: not every exception survives the way here."""

    text: str


class _Worker(Generic[T, R]):
    """One process and the pipe to it; it holds one task at most, so that neither side waits to be read."""

    def __init__(self, number: int, start: Callable[[], Callable[[T], R]]) -> None:
        context = multiprocessing.get_context("spawn")
        self.number, self.task = number, 0
        self.pipe, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_serve, args=(start, theirs), daemon=True)
        self.process.start()
        # The only other end is now the worker's: when it dies, the pipe says so.
        theirs.close()

    def give(self, number: int, task: T) -> None:
        """Send a task."""
        self.task = number
        try:
            self.pipe.send(task)
        except (BrokenPipeError, ConnectionResetError):
            raise self._died() from None

    def result(self) -> R:
        """Wait for the result of the task."""
        try:
            answer = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            raise self._died() from None
        if isinstance(answer, _Failure):
            raise ChildProcessError(f"{self._name()} failed: {answer.text}")
        return cast(R, answer)

    def end(self) -> None:
        """Stop the process, whatever it is doing; it only reads."""
        self.pipe.close()
        self.process.terminate()
        self.process.join(_PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()

    def _died(self) -> ChildProcessError:
        self.process.join(_PATIENCE)
        status = self.process.exitcode
        killed = status is not None and status < 0
        how = f"killed by {signal.Signals(-status).name}" if killed and status else f"ended with status {status}"
        return ChildProcessError(f"{self._name()} died: {how}")

    def _name(self) -> str:
        return f"worker {self.number} (process {self.process.pid}, task {self.task})"


def _serve(start: Callable[[], Callable[[T], R]], pipe: Connection) -> None:
    """The whole life of a worker process."""
    # Ctrl-C reaches every process of the terminal; the one that shares out the work ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work: Callable[[T], R] | None = None
    while True:
        try:
            task = pipe.recv()
        except EOFError:  # nobody is left who would take the result
            return
        try:
            work = work or start()
            answer: R | _Failure = work(task)
        except Exception as error:
            answer = _Failure(f"{type(error).__name__}: {error}")
        try:
            pipe.send(answer)
        except BrokenPipeError:
            return
