"""SQL is composed of what this program says and of quoted names and values; where it comes from the catalog is listed.

mypy refuses a bare str as a piece, but takes any str for a LiteralString: that templates are literals is looked at here.
"""

import ast
from collections.abc import Collection, Iterator
from functools import cache

import pytest

from py_api.compiler.fragment import EMPTY, conjunction, identifier, join, literal, sql
from py_api.config import ROOT

pytestmark = pytest.mark.once

# Who takes SQL from the catalog as it stands: the core alone writes it there.
FROM_CATALOG = {
    ("context", "compared", "catalog_template"),
    ("context", "computed", "catalog_template"),
    ("context", "converted", "catalog_template"),
    ("context", "json_of", "catalog_template"),
    ("context", "pg_type", "catalog_expression"),
    ("statements", "_default", "catalog_expression"),
}
# Whose templates stand in tables of literals (OPERATORS, and the calls and types of the administration).
FROM_TABLES = {("filter", "_filled"), ("admin_statements", "_call"), ("admin_statements", "_argument")}


Nodes = list[tuple[str, ast.AST]]


@cache
def nodes() -> dict[str, Nodes]:
    """Module -> its nodes, each with the name of the function or method around it."""

    def walk(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            inside = child.name if isinstance(child, ast.FunctionDef) and not function else function
            yield inside, child
            yield from walk(child, inside)

    return {
        path.stem: [*walk(ast.parse(path.read_text(encoding="utf-8")), "")]
        for path in (ROOT / "py_api" / "compiler").rglob("*.py")
        if path.stem not in ("fragment", "__init__")
    }


def calls(names: Collection[str]) -> Iterator[tuple[str, str, str, ast.Call]]:
    """Module, function around it, name and call."""
    for module, listed in nodes().items():
        for function, node in listed:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield module, function, node.func.id, node


def literals(module: str, function: str) -> dict[str, bool]:
    """Local names of a function -> whether all that they get is literal."""
    found: dict[str, bool] = {}
    for name, node in nodes()[module]:
        if name != function:
            continue
        if isinstance(node, ast.arg) and node.annotation is not None:
            found[node.arg] = ast.unparse(node.annotation) == "LiteralString"
        if isinstance(node, ast.Assign | ast.AugAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    found[target.id] = found.get(target.id, True) and is_literal(node.value, found)
    return found


def is_literal(node: ast.expr, names: dict[str, bool]) -> bool:
    match node:
        case ast.Constant(str()):
            return True
        case ast.JoinedStr(parts):
            return all(is_literal(part, names) for part in parts)
        case ast.FormattedValue(value, -1, None):
            return is_literal(value, names)
        case ast.BinOp(left, ast.Add(), right):
            return is_literal(left, names) and is_literal(right, names)
        case ast.IfExp(_, one, other):
            return is_literal(one, names) and is_literal(other, names)
        case ast.Subscript(ast.Name(name), _):
            return name.isupper()
        case ast.Name(name):
            return name.isupper() or names.get(name, False)
    return False


def test_templates_are_literals() -> None:
    wrong = [
        f"{module}.{function}: {ast.unparse(call)}"
        for module, function, _, call in calls({"sql", "filled", "join"})
        if (module, function) not in FROM_TABLES and not is_literal(call.args[0], literals(module, function))
    ]
    assert wrong == []


def test_who_takes_sql_from_the_catalog_is_listed() -> None:
    found = {
        (module, function, name) for module, function, name, _ in calls({"catalog_expression", "catalog_template"})
    }
    assert found == FROM_CATALOG
    assert [call for *_, call in calls({"Fragment"})] == [], "composed by the functions of compiler.fragment only"


def test_a_piece_is_no_bare_text() -> None:
    with pytest.raises(TypeError, match="not a piece of SQL: 'drop'"):
        sql("select {}", "drop")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not a piece of SQL"):
        join(", ", [identifier("a"), "b"])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="zip"):
        sql("{} {}", EMPTY)
    assert sql("{} = {}", identifier('a"b'), literal("it's \\")).render() == ("\"a\"\"b\" =  E'it''s \\\\'", [])
    assert not conjunction([None, EMPTY])
