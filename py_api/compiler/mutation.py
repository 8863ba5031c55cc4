"""Mutations."""

from py_api.compiler.collect import Collected
from py_api.compiler.context import Context
from py_api.compiler.plan import Plan


def plan(context: Context, collected: Collected) -> Plan:
    raise NotImplementedError
