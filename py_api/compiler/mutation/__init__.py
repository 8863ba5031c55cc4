"""Mutations: what is written by one statement that answers too, and what takes a transaction of several."""

from py_api.compiler.mutation.inputs import by_ids, grouped, named
from py_api.compiler.mutation.roots import plan
from py_api.compiler.mutation.statements import there
from py_api.compiler.mutation.steps import Request, Row, Target, VersionLookup, Work, Writes

__all__ = ["Request", "Row", "Target", "VersionLookup", "Work", "Writes", "by_ids", "grouped", "named", "plan", "there"]
