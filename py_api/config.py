"""Where things are: the checkout, the data folder, the servers that the environment names."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SQL = ROOT / "sql"


@dataclass(frozen=True, slots=True)
class Config:
    """database_url and redis_url name servers to use instead of the embedded ones."""

    database_url: str | None
    redis_url: str | None

    @classmethod
    def from_environment(cls) -> "Config":
        return cls(os.environ.get("DATABASE_URL") or None, os.environ.get("REDIS_URL") or None)
