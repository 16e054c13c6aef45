#!/usr/bin/env python3
"""One door to the product: python3 run.py demo | test | check | bench | lock | matching | scrapers | jobsboard.

Standard library only. It installs the hash-pinned requirements into `.run/`, starts the embedded PostgreSQL where
a command needs it, and hands over. Everything it says itself goes to stderr; stdout belongs to the command.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PRODUCT, DEVELOPMENT = "base", "lint"
PACKAGES = ("matching", "scrapers", "jobsboard")
# jobsboard commands that read files only.
NO_DATABASE = {"check_postings", "collectstatic", "help", "--help", "version", "--version"}

sys.path.insert(0, str(ROOT))
from jobsboard.embedded_postgres import Cluster, PostgresError, cluster  # noqa: E402
from requirements.installer import RUN, CannotRun, installed, lock, locked, run, say  # noqa: E402
from tests.chromium import find_chromium, node_of  # noqa: E402


def environment(**more: object) -> dict[str, str]:
    """The environment of everything the product runs: UTF-8 whatever the locale, the project importable."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    fixed = {"PYTHONUTF8": "1", "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **fixed, **{key: str(value) for key, value in more.items()}}


def data_dir() -> Path:
    return Path(os.environ.get("BRIDGEHEAD_DATA", RUN / "demo")).resolve()


@contextlib.contextmanager
def database(python: Path, name: str, *, durable: bool = True) -> Iterator[Cluster]:
    """Have the cluster `name` running; who leaves last stops it."""
    packages = next((python.parents[1] / "lib").glob("python3*/site-packages"))
    place = cluster(packages, RUN, name, durable=durable)
    with (RUN / f"postgres-{name}.users").open("w") as users:
        with locked(f"postgres-{name}"):
            place.start()
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield place
        finally:
            with locked(f"postgres-{name}"):
                fcntl.flock(users, fcntl.LOCK_UN)
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    place.stop()


def package(name: str, arguments: list[str]) -> int:
    """`python -m PACKAGE ARGS…` in the product's environment; stdin, stdout and exit status pass through."""
    python = installed(PRODUCT)
    command = [str(python), "-m", name, *arguments]
    if name != "jobsboard" or (arguments and arguments[0] in NO_DATABASE):
        return pass_through(command, environment())
    if "DATABASE_URL" in os.environ:
        return pass_through(command, environment())
    with database(python, "demo") as place:
        env = environment(DATABASE_URL=place.url("bridgehead"), BRIDGEHEAD_DATA=data_dir())
        if place.create_database("bridgehead"):
            for step in ("migrate", "load_taxonomy"):
                run(python, "-m", "jobsboard", step, env=env)
        return pass_through(command, env)


def pass_through(command: list[str], env: dict[str, str], cwd: Path | None = None) -> int:
    """Run a command on our own streams. Ctrl-C is the command's: we wait for it to end."""
    process = subprocess.Popen(command, env=env, cwd=cwd)
    while True:
        try:
            status = process.wait()
            return status if status >= 0 else 128 - status
        except KeyboardInterrupt:
            continue


def test(arguments: list[str]) -> int:
    """Every test on a throw-away PostgreSQL and a real Chromium; `--fast` leaves out those marked slow."""
    python = installed(DEVELOPMENT)
    options = [a for a in arguments if a != "--fast"]
    if "--fast" in arguments:
        options += ["-m", "not slow"]
    if not any(a.startswith(("-n", "tests", "matching", "--pdb")) for a in options):
        options += ["-n", "2", "--dist", "loadscope"]
    chromium = find_chromium(python, RUN, say)
    with database(python, "test", durable=False) as place:
        place.create_database("bridgehead")
        env = environment(DATABASE_URL=place.url("bridgehead"), CHROMIUM=chromium or "")
        env.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node_of(python) or ""))
        # pytest looks for its tests in the folder it is started in; a path means the caller's folder, or ours.
        named = [str(Path(a).resolve()) if Path(a.partition("::")[0]).exists() else a for a in options]
        return pass_through([str(python), "-m", "pytest", *named], env, cwd=ROOT)


CHECKS = {
    "format": "ruff format --check .",
    "lint": "ruff check .",
    "types": "mypy",
    "dependencies": "deptry .",
    "templates": "djlint --lint --quiet jobsboard/templates jobsboard/components",
    "migrations": "python -m jobsboard makemigrations --check --dry-run",
    "deploy": "python -m jobsboard check",
}


def check(arguments: list[str]) -> int:
    """What CI checks beside the tests (import contracts and sizes are tests)."""
    python = installed(DEVELOPMENT)
    failed = []
    with database(python, "test", durable=False) as place:
        place.create_database("bridgehead")
        env = environment(DATABASE_URL=place.url("bridgehead"), DJANGO_SETTINGS_MODULE="jobsboard.settings.test")
        for name, command in CHECKS.items():
            if arguments and name not in arguments:
                continue
            program, *rest = command.split()
            done = subprocess.run([python.parent / program, *rest], env=env, cwd=ROOT, stdout=sys.stderr, check=False)
            say(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}")
            failed += [name] if done.returncode else []
    if (not arguments or "lock" in arguments) and lock(["--check"]):
        failed.append("lock")
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Print one benchmark table: `bench quality | index | fuzz | crawl | board | planner | load`."""
    python = installed(DEVELOPMENT)
    known = sorted(f.stem for f in (ROOT / "tests" / "bench").glob("[a-z]*.py"))
    if not arguments or arguments[0] not in known:
        say(f"bench: name one of {', '.join(known)}")
        return 2
    with database(python, "test", durable=False) as place:
        place.create_database("bridgehead")
        env = environment(DATABASE_URL=place.url("bridgehead"), DJANGO_SETTINGS_MODULE="jobsboard.settings.test")
        return pass_through([str(python), "-m", f"tests.bench.{arguments[0]}", *arguments[1:]], env)


def require_free(port: int, variable: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CannotRun(f"port {port} is in use: choose another with {variable}=…") from None


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise CannotRun(f"the server for {url} stopped with {process.returncode}")
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(url, timeout=5).close()
            return
        time.sleep(0.1)
    raise CannotRun(f"{url} did not answer within {seconds:.0f} s")


class Children:
    """The processes of the demo, stopped in the reverse order of their start."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, *command: object) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([str(c) for c in command], env=self.env, stdout=sys.stderr, start_new_session=True)
        self.processes.append(process)
        return process

    def stop(self) -> None:
        # An impatient second Ctrl-C must not leave half of the demo running.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def demo(arguments: list[str]) -> int:
    """Start the product with the invented county; Ctrl-C stops all of it."""
    parser = argparse.ArgumentParser(prog="run.py demo", description=demo.__doc__)
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away and start over")
    fresh = parser.parse_args(arguments).fresh
    port, sites_port = int(os.environ.get("PORT", 8000)), int(os.environ.get("SITES_PORT", 8010))
    require_free(port, "PORT")
    require_free(sites_port, "SITES_PORT")
    python, began, data = installed(PRODUCT), time.monotonic(), data_dir()
    with database(python, "demo") as place:
        if fresh:
            place.drop_database("bridgehead")
            shutil.rmtree(data, ignore_errors=True)
        place.create_database("bridgehead")
        env = environment(
            DATABASE_URL=place.url("bridgehead"),
            BRIDGEHEAD_DATA=data,
            BRIDGEHEAD_SITES=f"http://127.0.0.1:{sites_port}",
            DJANGO_SETTINGS_MODULE="jobsboard.settings.demo",
        )
        children = Children(env)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            run_demo(python, children, data, port, sites_port)
            say(
                f"\nready after {time.monotonic() - began:.0f} s: http://127.0.0.1:{port}/   (Ctrl-C stops everything)"
            )
            while all(process.poll() is None for process in children.processes):
                time.sleep(0.5)
            raise CannotRun("a part of the demo stopped by itself; see above")
        except KeyboardInterrupt:
            say("\nstopping …")
            return 0
        finally:
            children.stop()


def run_demo(python: Path, children: Children, data: Path, port: int, sites_port: int) -> None:
    """Bring the data up, then the sample sites, the web server and the worker; say how to sign in."""
    jobsboard, site = [python, "-m", "jobsboard"], f"http://127.0.0.1:{port}"
    sites = children.start(python, "-m", "scrapers", "serve", "--port", sites_port)
    crawl = None if (data / "filled").exists() else start_crawl(python, children, sites, data, sites_port)
    say("preparing the database …")
    run(*jobsboard, "prepare_demo", env=children.env)
    if crawl:
        if crawl.wait():
            raise CannotRun(f"the crawl of the sample sites failed with {crawl.returncode}")
        children.processes.remove(crawl)
        say("importing what was crawled, building the match index …")
        run(*jobsboard, "fill_demo", data / "feeds", env=children.env)
        (data / "filled").touch()
    gunicorn = [python.parent / "gunicorn", "jobsboard.wsgi", "--no-control-socket", "--preload"]
    web = children.start(*gunicorn, "--bind", f"127.0.0.1:{port}", "--workers", 2, "--log-level", "warning")
    wait_for(f"{site}/", web)
    run(*jobsboard, "demo_accounts", site, env=children.env)
    children.start(*jobsboard, "procrastinate", "worker", "--concurrency", "1")


def start_crawl(
    python: Path, children: Children, sites: subprocess.Popen[bytes], data: Path, sites_port: int
) -> subprocess.Popen[bytes]:
    """Crawl the sample sites with the real spiders, beside the loading of the county."""
    wait_for(f"http://127.0.0.1:{sites_port}/", sites)
    say("crawling the sample sites …")
    shutil.rmtree(data / "feeds", ignore_errors=True)  # of a start that was broken off
    return children.start(python, "-m", "scrapers", "crawl", "--all", "--out", data / "feeds")


def main(arguments: list[str]) -> int:
    commands = {"demo": demo, "test": test, "check": check, "bench": bench, "lock": lock}
    if not arguments or arguments[0] in {"-h", "--help"}:
        say(__doc__ or "")
        return 0 if arguments else 2
    if sys.version_info < (3, 11):  # noqa: UP036  said plainly to who runs an older one
        say("Python 3.11 or newer is needed")
        return 2
    name, rest = arguments[0], arguments[1:]
    try:
        if name in PACKAGES:
            return package(name, rest)
        if name in commands:
            return commands[name](rest)
    except (CannotRun, PostgresError) as problem:
        say(f"run.py: {problem}")
        return 1
    say(f"run.py: unknown command {name!r}; choose from {', '.join([*commands, *PACKAGES])}")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
