"""Every code that the API can answer with stands in docs/errors.md, and a test provokes it."""

import ast
import re

import pytest

from py_api.config import ROOT

pytestmark = pytest.mark.once
CODE = re.compile(r"[A-Z]{5,}|[A-Z]{2,}(_[A-Z]+)+")
PAGE = (ROOT / "docs/errors.md").read_text()
OURS = set(re.findall(r"^\| ([A-Z_]+) \| \d{3} \| .+? \| .+? \|$", PAGE, re.MULTILINE))
CORE = set(re.findall(r"^\| TB\w{3} \| ([A-Z_]+) \| \d{3} \|", PAGE, re.MULTILINE))
RAISED_BY = {"ApiError", "FieldError", "Check", "Meaning", "_check", "_entry", "error_entry", "rejected"}


def raised() -> set[str]:
    """The codes in the source: given to what makes errors, under "code", or before the reason why a socket is closed."""
    found: set[str] = set()
    for path in (ROOT / "py_api").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            values: list[ast.expr | None] = []
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED_BY:
                values = [*node.args]
            elif isinstance(node, ast.Call) and "close" in ast.unparse(node.func).lower():
                reasons = "\n".join(map(ast.unparse, node.args))
                found |= {m[1] for m in re.finditer(rf"^f?['\"]({CODE.pattern}): ", reasons, re.MULTILINE)}
            elif isinstance(node, ast.Dict):
                values = [
                    v
                    for k, v in zip(node.keys, node.values, strict=True)
                    if isinstance(k, ast.Constant) and k.value == "code"
                ]
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                values = [node.value] if any(getattr(t, "id", "") == "code" for t in targets) else []
            found |= {
                v.value for v in values
                if isinstance(v, ast.Constant) and isinstance(v.value, str) and CODE.fullmatch(v.value)
            }  # fmt: skip
    return found


def test_the_page_has_every_code() -> None:
    assert raised() - OURS - CORE == set()


def test_the_page_has_no_other_codes() -> None:
    assert OURS - raised() == set()


def test_every_code_is_provoked() -> None:
    tests = "".join(
        p.read_text() for p in (ROOT / "tests").rglob("*.*") if p.suffix in (".py", ".json") and "docs" not in p.parts
    )
    assert {code for code in OURS if code not in tests} == set()
