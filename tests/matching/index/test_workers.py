"""Processes that share work: order, bounds, and what is said when one of them dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import psutil
import pytest

from matching.index.workers import results_in_order


def squares() -> Callable[[int], int]:
    return square


def square(number: int) -> int:
    if number == 0:
        time.sleep(0.2)  # the first task comes back last
    return number * number


def killer(victim: int) -> Callable[[int], int]:
    return partial(die_on, victim)


def die_on(victim: int, task: int) -> int:
    if task == victim:
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def refuser() -> Callable[[int], int]:
    return refuse


def refuse(task: int) -> int:
    raise ValueError(f"task: expected something else, got {task}")


def test_results_come_in_the_order_of_the_tasks_though_the_first_is_the_slowest():
    assert list(results_in_order(squares, range(40), workers=2)) == [n * n for n in range(40)]


def test_tasks_are_taken_only_as_results_are_taken():
    taken = []

    def tasks() -> Iterator[int]:
        for number in range(10_000):
            taken.append(number)
            yield number

    results = results_in_order(squares, tasks(), workers=2)
    assert [next(results) for _ in range(5)] == [0, 1, 4, 9, 16]
    results.close()
    assert len(taken) < 30


def test_a_worker_that_dies_is_named_with_its_task_and_the_others_are_ended():
    with pytest.raises(ChildProcessError, match=r"worker \d \(process \d+, task 4\) died: killed by SIGKILL"):
        list(results_in_order(partial(killer, 3), range(10), workers=2))
    assert children() == []


def test_what_a_task_raises_is_told_with_the_name_of_the_worker():
    with pytest.raises(ChildProcessError, match=r"worker \d .*failed: ValueError: task: expected something else"):
        list(results_in_order(refuser, range(3), workers=2))


def test_with_one_worker_an_error_is_what_it_is():
    with pytest.raises(ValueError, match="expected something else, got 0"):
        list(results_in_order(refuser, range(3), workers=1))


def test_no_workers_are_refused():
    with pytest.raises(ValueError, match="workers: expected 1 or more, got 0"):
        next(results_in_order(squares, [1], workers=0))


def test_a_caller_that_stops_early_leaves_no_process_behind():
    results = results_in_order(squares, range(100), workers=2)
    next(results)
    assert len(children()) == 2
    results.close()
    assert children() == []


# A run in the background ignores Ctrl-C, and so would this one after it: it is told to mind.
LONG_WORK = """
import signal
from tests.matching.index import test_workers
from matching.index.workers import results_in_order

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, _ in enumerate(results_in_order(test_workers.squares, iter(int, 1), workers=2)):
        if number == 0:
            print("working", flush=True)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_neither_ctrl_c_nor_the_death_of_the_first_process_leaves_a_worker_behind(tmp_path, how):
    script = tmp_path / "long_work.py"
    script.write_text(LONG_WORK, encoding="utf-8")
    # A process group of its own, as a command in a terminal has one: Ctrl-C reaches all of it.
    path = os.pathsep.join(filter(None, [os.getcwd(), os.environ.get("PYTHONPATH")]))
    with subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "working\n"
        crew = psutil.Process(running.pid).children(recursive=True)
        assert len(crew) >= 2
        if how is signal.SIGINT:
            os.killpg(running.pid, how)
        else:
            running.kill()
        try:
            _, said = running.communicate(timeout=30)
        finally:
            running.kill()
    assert psutil.wait_procs(crew, timeout=30)[1] == []
    if how is signal.SIGINT:
        assert said.count("KeyboardInterrupt") == 1, "the workers say nothing of their own"


def children() -> list[psutil.Process]:
    """Workers of this process; the helper that Python starts for spawned processes is none."""
    return [one for one in psutil.Process().children() if "spawn_main" in " ".join(one.cmdline())]
