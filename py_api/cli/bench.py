"""./thingbase bench: the benchmarks, each a module of bench/ that prints its figures side by side."""

import ast
import subprocess
import sys

import click

from py_api.config import ROOT

HELPERS = {"__init__", "harness"}


def benchmarks() -> dict[str, str]:
    """Name -> first line of the module's docstring."""
    benchmarks_found = {}
    for path in sorted((ROOT / "bench").glob("*.py")):
        if path.stem not in HELPERS:
            text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            benchmarks_found[path.stem] = text.partition("\n")[0]
    return benchmarks_found


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["-h", "--help"]})
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(name: str | None, arguments: tuple[str, ...]) -> int:
    """Run a benchmark; without a name, list them.

    It runs on a private server and prints its figures; exit code 1 when one is missed. BENCH_PG_PROGRAMS names a
    folder with other PostgreSQL programs.
    """
    known = benchmarks()
    if name is None:
        for benchmark, what in known.items():
            click.echo(f"{benchmark:10} {what}")
        return 0
    if name not in known:
        raise click.UsageError(f"benchmark {name} does not exist: {', '.join(known)}")
    return subprocess.run([sys.executable, "-m", f"bench.{name}", *arguments], cwd=ROOT).returncode
