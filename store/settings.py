"""Where the record is kept: one SQLite file, or a PostgreSQL database."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from platformdirs import user_cache_path, user_data_path
from pydantic import Field

from domain.errors import Invalid
from domain.values import Value

POSTGRES_SCHEMES = ("postgresql", "postgres")
STORE_FILE_NAME = "regesta.sqlite"


def default_store_path() -> Path:
    """The file in the user's data folder that is used unless another store is named."""
    return user_data_path("regesta", appauthor=False) / STORE_FILE_NAME


class Settings(Value):
    """How the store is opened.

    `store` is the path of a SQLite file or a URL `postgresql://user:password@host:port/database`. `lock_seconds`
    bounds how long a write waits for the writers of other processes.
    """

    store: Annotated[str, Field(min_length=1)] = Field(default_factory=lambda: str(default_store_path()))
    lock_seconds: Annotated[int, Field(ge=1, le=3600)] = 60

    @classmethod
    def of(cls, store: str | Path | None = None) -> Settings:
        """The settings for a store named on the command line; the user's own file if none is named.

        Raises `Invalid` for a URL of a database that is not PostgreSQL.
        """
        if store is None:
            return cls()
        named = str(store)
        if not named.strip():
            raise Invalid("the store has no name", seen=named, accepted="a file path or a postgresql:// URL")
        if "://" in named and urlsplit(named).scheme not in POSTGRES_SCHEMES:
            raise Invalid(
                "no such kind of store", seen=urlsplit(named).scheme, accepted="a file path or a postgresql:// URL"
            )
        return cls(store=named)

    @property
    def is_postgres(self) -> bool:
        """Whether the store is a PostgreSQL database."""
        return "://" in self.store and urlsplit(self.store).scheme in POSTGRES_SCHEMES

    @property
    def path(self) -> Path | None:
        """The file of a SQLite store; `None` for PostgreSQL."""
        return None if self.is_postgres else Path(self.store).expanduser()

    @property
    def texts_folder(self) -> Path:
        """Where the user's own copies of source texts are kept: beside the file, or in the user's data folder."""
        path = self.path or default_store_path()
        return path.with_name(f"{path.name}.texts")

    @property
    def ledger_folder(self) -> Path:
        """Where the ledger read from the store is saved: beside a file, in the user's cache folder for a database."""
        if self.path is not None:
            return self.path.with_name(f"{self.path.name}.ledger")
        name = sha256(self.shown.encode()).hexdigest()[:16]
        return user_cache_path("regesta", appauthor=False) / f"postgresql-{name}.ledger"

    @property
    def shown(self) -> str:
        """The store's name for messages and logs, without a password."""
        if not self.is_postgres:
            return self.store
        parts = urlsplit(self.store)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()
