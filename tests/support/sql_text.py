"""Compiled SQL, readable: a parenthesis whose content fits no line is broken up, a clause a line."""

import re
from collections.abc import Iterator

WIDTH = 118
_TOKEN = re.compile(r"""E?'(?:[^']|'')*'|"(?:[^"]|"")*"|[(),]|[^\s(),'"]+|\s+""")
_CLAUSES = ("from", "where", "group", "order", "limit", "having", "union", "and", "or")
Node = str | list["Node"]


def readable(sql: str) -> str:
    tokens = _TOKEN.findall(sql)
    assert "".join(tokens) == sql
    return _shown(_tree(iter(tokens)), "") + "\n"


def _tree(tokens: Iterator[str]) -> list[Node]:
    """Nested lists for parentheses."""
    found: list[Node] = []
    for token in tokens:
        if token == ")":
            break
        found.append(_tree(tokens) if token == "(" else token)
    return found


def _flat(node: Node) -> str:
    return node if isinstance(node, str) else "(" + "".join(map(_flat, node)) + ")"


def _pieces(nodes: list[Node]) -> Iterator[tuple[list[Node], bool]]:
    """What stays together, and whether a line begins with it: keys of JSON objects stay with their values."""
    piece: list[Node] = []
    starts = False
    for index, node in enumerate(nodes):
        if piece and node in _CLAUSES:
            yield piece, starts
            piece, starts = [], True
        piece.append(node)
        if node == "," and not (isinstance(nodes[index - 1], str) and nodes[index - 1][:1] == "'"):
            yield piece, starts
            piece, starts = [], False
    yield piece, starts


def _shown(nodes: list[Node], indent: str) -> str:
    """The content of a parenthesis over several lines; each begins with its indent."""
    text, line = "", indent
    for piece, starts in _pieces(nodes):
        flat = "".join(map(_flat, piece))
        if line.strip() and (starts or len(line) + len(flat.rstrip()) > WIDTH):
            text, line = f"{text}{line.rstrip()}\n", indent
        if len(line) + len(flat.rstrip()) <= WIDTH:
            line += flat if line.strip() else flat.lstrip()
            continue
        for node in piece:
            if isinstance(node, list) and len(line) + len(_flat(node)) > WIDTH:
                line += "(\n" + _shown(node, indent + "  ") + "\n" + indent + ")"
                text, _, line = f"{text}{line}".rpartition("\n")
                text += "\n"
            else:
                line += _flat(node) if line.strip() else _flat(node).lstrip()
    return f"{text}{line}".rstrip()
