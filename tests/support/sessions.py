"""Superusers' sessions that tests have one after the other: one that knows the core's functions takes a third of the time."""

from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

# All that a session keeps for itself, but for the plans of the core's functions.
CLEAN = (
    "reset session authorization; reset all; close all; deallocate all; unlisten *; discard sequences; discard temp; "
    "select pg_advisory_unlock_all()"
)
USES = 40  # it keeps what it knows of dropped tenants, too


class Sessions:
    """Autocommit connections: take() one, and give() it back however it is by then."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._idle: list[tuple[psycopg.Connection[Any], int]] = []
        self._uses: dict[int, int] = {}

    def take(self) -> psycopg.Connection[Any]:
        while self._idle:
            session, uses = self._idle.pop()
            if _is_clean(session):  # a test may have ended all sessions
                self._uses[id(session)] = uses
                return session
        session = psycopg.connect(self.url, autocommit=True)
        self._uses[id(session)] = 0
        return session

    def give(self, session: psycopg.Connection[Any]) -> None:
        uses = self._uses.pop(id(session)) + 1
        if uses < USES and _is_clean(session):
            self._idle.append((session, uses))
        else:
            session.close()

    def close(self) -> None:
        for session, _ in self._idle:
            session.close()


def _is_clean(session: psycopg.Connection[Any]) -> bool:
    """Makes it so, where it can be used."""
    try:
        if session.info.transaction_status is not TransactionStatus.IDLE:
            session.rollback()
        session.autocommit = True
        session.execute(CLEAN)
    except psycopg.Error:
        session.close()
        return False
    return True
