"""Servers that tests start for themselves, in their own folder and under an unprivileged account."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psycopg
from psycopg import sql

OWNER = "moothill_owner"
APP = "moothill_app"
PORT = 5432  # names the socket file only: the server listens on no address
INSTALLED = Path("/usr/lib/postgresql")  # where Debian puts each release
SHARED = "MOOTHILL_TEST_POSTGRES"


MEMORY = Path("/dev/shm")  # noqa: S108 - the tests' own folders, made by mkdtemp
ROOM = 4 * 2**30


def quick_folder() -> str | None:
    """Return a folder in memory for what tests throw away, or None where there is none or no room in it."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        return str(MEMORY)
    return None


class ServiceMissing(Exception):
    """A server's programs are not on this machine; the message says how to get them."""


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """Where a test server listens: the folder of its socket and the port that names it."""

    folder: str
    port: int = PORT

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read `folder:port`, as `str()` writes it."""
        folder, port = text.rsplit(":", 1)
        return cls(folder, int(port))

    def __str__(self) -> str:
        return f"{self.folder}:{self.port}"

    def url(self, database: str, role: str = APP) -> str:
        """Return the SQLAlchemy address of a database for one of the two roles."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.folder}&port={self.port}"

    def connect(self, database: str = "postgres", role: str = "postgres") -> psycopg.Connection:
        """Open a connection that commits each statement."""
        return psycopg.connect(host=self.folder, port=self.port, dbname=database, user=role, autocommit=True)

    def new_database(self, name: str, template: str = "template0") -> str:
        """Make a database that belongs to the owner role and that the application role may enter; returns its name."""
        words = {"name": sql.Identifier(name), "owner": sql.Identifier(OWNER), "app": sql.Identifier(APP)}
        copy = sql.Identifier("file_copy" if quick_folder() else "wal_log")
        with self.connect() as connection:
            make = sql.SQL("CREATE DATABASE {name} OWNER {owner} TEMPLATE {template} STRATEGY {copy}")
            connection.execute(make.format(**words, template=sql.Identifier(template), copy=copy))
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {name} FROM PUBLIC").format(**words))
            connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {name} TO {app}").format(**words))
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, ending whatever is still connected to it."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def programs() -> Path:
    """Return the folder with initdb and postgres, newest first; raise ServiceMissing where there is none."""
    folders = sorted(INSTALLED.glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    found = shutil.which("initdb")
    folders += [Path(found).resolve().parent] if found else []
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise ServiceMissing("PostgreSQL is not installed; on Debian or Ubuntu: apt-get install postgresql")


def unprivileged() -> list[str]:
    """Return the words before a server's command: not as root, and ending with its parent."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0:
        return [setpriv, "--pdeathsig=INT"] if setpriv else []
    if setpriv is None:
        raise ServiceMissing("Servers do not run as root and setpriv is missing; on Debian: apt-get install util-linux")
    account = account_of_servers()
    return [setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", "--pdeathsig=INT"]


def account_of_servers() -> pwd.struct_passwd:
    """Return the account that runs test servers: this one, or where this one is root `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServiceMissing("Servers do not run as root, and this machine has neither an account postgres nor nobody")


class PostgresServer:
    """A PostgreSQL of the tests' own. Fast and forgetful unless `durable`, which keeps fsync as in production."""

    def __init__(self, *, durable: bool = False) -> None:
        self.durable = durable
        self.folder = Path()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> PostgresAddress:
        """Where the server listens."""
        return PostgresAddress(str(self.folder))

    def __enter__(self) -> PostgresAddress:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> PostgresAddress:
        """Start an empty cluster with the two roles; raise ServiceMissing where this machine cannot."""
        folder, words, account = programs(), unprivileged(), account_of_servers()
        self.folder = Path(tempfile.mkdtemp(prefix="moothill-pg-", dir=None if self.durable else quick_folder()))
        os.chown(self.folder, account.pw_uid, account.pw_gid)
        try:
            self._make_cluster([*words, str(folder / "initdb")])
            self._start([*words, str(folder / "postgres")])
            self._make_roles()
        except BaseException:
            self.stop()
            raise
        return self.address

    def _make_cluster(self, initdb: list[str]) -> None:
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        made = [*initdb, f"--pgdata={self.folder / 'data'}", *options]
        subprocess.run(made, cwd="/", check=True, stdout=subprocess.DEVNULL)

    def _start(self, postgres: list[str]) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "port": str(PORT),
            "max_connections": "200",
            "shared_buffers": "64MB",
            "log_min_messages": "fatal",
            "fsync": "on" if self.durable else "off",
            "synchronous_commit": "on" if self.durable else "off",
            "full_page_writes": "on" if self.durable else "off",
        }
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("wb") as log:
            command = [*postgres, "-D", str(self.folder / "data"), *words]
            self.process = subprocess.Popen(command, cwd="/", stdout=log, stderr=log, start_new_session=True)

    def _make_roles(self) -> None:
        with self._first_connection() as connection:
            for role in (OWNER, APP):
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))

    def _first_connection(self) -> psycopg.Connection:
        for _ in range(300):
            with contextlib.suppress(psycopg.OperationalError):
                return self.address.connect()
            if self.process is None or self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise ServiceMissing(f"PostgreSQL did not start: {(self.folder / 'log').read_text(errors='replace')[-500:]}")

    def stop(self) -> None:
        """Stop the server and remove its folder; once stopped, stopping again does nothing."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=30)
            self.process = None
        if self.folder != Path():
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = Path()


@contextlib.contextmanager
def shared_postgres() -> Iterator[PostgresAddress]:
    """Give the server that the environment names, or one started for this process and stopped after it."""
    named = os.environ.get(SHARED)
    if named:
        yield PostgresAddress.from_text(named)
        return
    with PostgresServer() as address:
        yield address


@dataclass(frozen=True, slots=True)
class RedisAddress:
    """Where a test Redis listens: a port of this machine alone."""

    port: int

    @property
    def url(self) -> str:
        """Its address as a setting."""
        return f"redis://127.0.0.1:{self.port}/0"


class RedisServer:
    """A Redis of the tests' own, which keeps nothing. Stopped and started again it has the same address."""

    def __init__(self) -> None:
        self.folder = Path()
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def address(self) -> RedisAddress:
        """Where the server listens."""
        return RedisAddress(self.port)

    def start(self) -> None:
        """Start an empty server; raise ServiceMissing where this machine cannot."""
        program = shutil.which("redis-server")
        if program is None:
            raise ServiceMissing("Redis is not installed; on Debian or Ubuntu: apt-get install redis-server")
        words, account = unprivileged(), account_of_servers()
        if self.folder == Path():
            self.folder = Path(tempfile.mkdtemp(prefix="moothill-redis-", dir=quick_folder()))
            os.chown(self.folder, account.pw_uid, account.pw_gid)
            self.port = free_port()
        options = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "dir": str(self.folder),
            "save": "",
            "loglevel": "warning",
        }
        command = [*words, program, *(word for name, value in options.items() for word in (f"--{name}", value))]
        self.process = subprocess.Popen(command, cwd="/", stdout=subprocess.DEVNULL, start_new_session=True)
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise ServiceMissing("Redis did not start")

    def stop(self) -> None:
        """End it without a word; once stopped, stopping again does nothing."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=30)
            self.process = None


def free_port() -> int:
    """A port of this machine that nobody holds at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
