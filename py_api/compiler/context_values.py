"""What statements take from the request or from an earlier step, and never from the client's variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class ContextValue:
    """Names one of them. Compared by identity: no text that a client sends is ever one."""

    name: str


ACTOR = ContextValue("actor")  # who sends the request, as the log names them
TENANT = ContextValue("tenant")  # the slug
SERVER = ContextValue("server")  # that a tenant lives on, of a mutation for operators; None: the directory
ROWS = ContextValue("rows")  # of a statement of a mutation's step: what it writes or looks for
IDS = ContextValue("ids")  # of such a statement: the things that it changes; of an answer: those that were written
OUTCOMES = ContextValue("outcomes")  # of an answer: what became of each thing, as WriteOutcome names it

ContextValues = Mapping[ContextValue, Any]
NO_CONTEXT: ContextValues = MappingProxyType({})
