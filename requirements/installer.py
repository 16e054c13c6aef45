"""Installs the hash-pinned requirements beside this file with a hash-pinned uv. Standard library only.

Works as root and as an ordinary user, with whatever package index pip is configured for on the machine, and on a
bare Debian that has python3 but neither pip nor venv.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent
RUN = REQUIREMENTS.parent / ".run"


class CannotRun(Exception):
    """Something outside the project is missing; the message says what, and what to do."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run(*command: object, cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    """Run a step whose output is not the product's: its stdout joins stderr."""
    done = subprocess.run([str(part) for part in command], stdout=sys.stderr, check=False, cwd=cwd, env=env)
    if done.returncode:
        raise CannotRun(f"`{' '.join(str(p) for p in command[:6])} …` failed with {done.returncode}")


@contextlib.contextmanager
def locked(name: str, kind: int = fcntl.LOCK_EX) -> Iterator[None]:
    """Hold a file lock, so that two commands may run at once."""
    RUN.mkdir(exist_ok=True)
    with (RUN / f"{name}.lock").open("w") as file:
        fcntl.flock(file, kind)
        yield


def digest_of(*files: Path) -> str:
    return hashlib.sha256(b"".join(f.read_bytes() for f in files) + sys.version.encode()).hexdigest()


def pip_wheel_from_debian() -> Path:
    """Fetch Debian's pip wheel without installing anything: a bare Debian has python3 but neither pip nor venv."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise CannotRun("python3 has neither pip nor venv: install your system's python3-venv (or python3-pip)")
    place = RUN / "pip"
    shutil.rmtree(place, ignore_errors=True)
    (place / "lists/partial").mkdir(parents=True)
    (place / "cache/archives/partial").mkdir(parents=True)
    own = ["-o", f"Dir::State::lists={place / 'lists'}", "-o", f"Dir::Cache={place / 'cache'}"]
    run("apt-get", "-qq", *own, "update")
    run("apt-get", "-qq", *own, "download", "python3-pip-whl", cwd=place)
    run("dpkg-deb", "-x", *place.glob("*.deb"), place / "root")
    return next(place.glob("root/usr/share/python-wheels/pip-*.whl"))


def pip_command(venv: Path) -> list[str]:
    """Return a pip that installs into `venv`, from wherever this machine has one."""
    python = venv / "bin" / "python"
    with_pip = subprocess.run([python, "-m", "ensurepip"], capture_output=True, check=False)
    if with_pip.returncode == 0:
        return [str(python), "-m", "pip"]
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
        return [sys.executable, "-m", "pip", "--python", str(python)]
    return [str(python), str(pip_wheel_from_debian() / "pip")]


def installed_uv() -> Path:
    """Install the hash-pinned uv (and pip, to read the machine's index settings) in a venv of its own."""
    venv, wanted = RUN / "uv", digest_of(REQUIREMENTS / "uv.txt")
    stamp = venv / "stamp"
    if not stamp.exists() or stamp.read_text() != wanted:
        say("installing uv …")
        shutil.rmtree(venv, ignore_errors=True)
        run(sys.executable, "-m", "venv", "--without-pip", venv)
        run(*pip_command(venv), "install", "-q", "--require-hashes", "-r", REQUIREMENTS / "uv.txt")
        stamp.write_text(wanted)
    return venv / "bin" / "uv"


def uv_environment() -> dict[str, str]:
    """Return the environment of uv: told what pip is told here (index, further indexes, certificate)."""
    listing = subprocess.run(
        [RUN / "uv" / "bin" / "python", "-m", "pip", "config", "list"],
        capture_output=True,
        text=True,
        check=False,
    )
    found = {}
    for line in listing.stdout.splitlines():
        key, _, value = line.partition("=")
        found[key.rpartition(".")[2]] = value.strip("'\"").replace("\\n", " ")
    names = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "cert": "SSL_CERT_FILE"}
    names["trusted-host"] = "UV_INSECURE_HOST"
    settings = {variable: found[key] for key, variable in names.items() if key in found}
    # Like pip, look at every index; the hashes decide what is accepted.
    settings |= {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_PYTHON_DOWNLOADS": "never", "UV_NO_CONFIG": "1"}
    return settings | dict(os.environ)


def installed(requirements: str) -> Path:
    """Return the python of the environment with `requirements/<name>.txt`, made or brought up to date first."""
    listed, build = REQUIREMENTS / f"{requirements}.txt", REQUIREMENTS / "build.txt"
    venv, wanted = RUN / f"venv-{requirements}", digest_of(listed, build)
    stamp = venv / "stamp"
    with locked("install"):
        if not stamp.exists() or stamp.read_text() != wanted:
            uv = installed_uv()
            say(f"installing requirements/{listed.name} …")
            shutil.rmtree(venv, ignore_errors=True)
            env = uv_environment()
            run(uv, "venv", "-q", "--python", sys.executable, venv, env=env)
            only_wheels = ["--only-binary", ":all:", "--no-binary", "jstyleson", "--build-constraints", build]
            python = ["--python", venv / "bin" / "python"]
            run(uv, "pip", "sync", "-q", *python, "--require-hashes", *only_wheels, listed, env=env)
            stamp.write_text(wanted)
    return venv / "bin" / "python"


# Each list of pins, and what it follows from. The product's own needs stand in pyproject.toml.
SOURCES = {
    "uv": ["requirements/uv.in"],
    "build": ["requirements/build.in"],
    "base": ["pyproject.toml", "--all-extras"],
    "lint": ["pyproject.toml", "--all-extras", "requirements/lint.in"],
}


def lock(arguments: list[str]) -> int:
    """Pin every list with hashes; `--check` says whether the pins still follow from their sources."""
    with locked("install"):
        uv = installed_uv()
    env, checking, drifted = uv_environment(), "--check" in arguments, []
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
    options += ["--upgrade"] if "--upgrade" in arguments else []
    for name, sources in SOURCES.items():
        target = REQUIREMENTS / f"{name}.txt"
        before = target.read_bytes() if target.exists() else b""
        run(uv, "pip", "compile", "-q", *options, *sources, "-o", target, env=env, cwd=REQUIREMENTS.parent)
        if checking and target.read_bytes() != before:
            target.write_bytes(before)
            drifted.append(target.name)
    if drifted:
        say(f"pins do not follow from their sources: {', '.join(drifted)}; run `python3 run.py lock`")
    return 1 if drifted else 0
