"""./thingbase test: the whole suite on the embedded PostgreSQL, then on a real one that has PostGIS.

The second server is a private, temporary cluster made with the programs of a distribution's package; a PostgreSQL
that is already running is never touched. Tests in a browser use Chromium, which root on Debian gets as well.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

from py_api.cli import output
from py_api.config import ROOT

DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")
DEBIAN_SHARE = Path("/usr/share/postgresql")
# Package -> what it brings, below a version's share folder. The wished ones add tests; the run goes without them.
REQUIRED = {"postgresql-{}-postgis-3": "extension/postgis.control", "postgresql-{}-pgtap": "extension/pgtap.control"}
WISHED = {
    "postgresql-{}-hypopg": "extension/hypopg.control",
    "postgresql-{}-plpgsql-check": "extension/plpgsql_check.control",
}
OLDEST, NO_TESTS = 15, 5
FEW = 8  # failed tests that are run once more
WORKERS = min(8, 2 * (os.cpu_count() or 2))  # half of the time a test waits for something
# Debian's package -> the program that is looked for, under any of these names, and the tests that need it.
TOOLS = {
    "chromium": (("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"), "the tests in a browser"),
    "pgbouncer": (("pgbouncer",), "the tests behind PgBouncer"),
}


@dataclass(frozen=True, slots=True)
class Target:
    label: str
    programs: Path | None  # None: the embedded ones


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["-h", "--help"]})
@click.option("--on", "only", metavar="LABEL", help="Only on this server, e.g. pg18 (embedded) or pg15.")
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def test(context: click.Context, only: str | None, pytest_arguments: tuple[str, ...]) -> None:
    """Run the test suite.

    On the embedded PostgreSQL 18 and, where one can be had, on one with PostGIS. On Debian and Ubuntu, root gets
    the missing packages by apt-get. Whatever else is given goes to pytest. A few tests that fail are run once more,
    by themselves, when all others are done: what needs more time than a busy machine had is told as FLAKY.

    \b
    Examples:
      ./thingbase test
      ./thingbase test tests/sql/rules -k pattern
      ./thingbase test --on pg18 -x
    """
    embedded = Target("pg18", None)
    real, skipped = real_server() if only != embedded.label else (None, "not asked for (--on)")
    targets = [t for t in (embedded, real) if t and only in (None, t.label)]
    missing = _get_tools() if embedded in targets else []
    if not targets:
        there = " and ".join(t.label for t in (embedded, real) if t)
        raise click.UsageError(f"server {only} is not available here, only {there}{skipped and f' ({skipped})'}")
    ended = {target.label: _run(target, pytest_arguments) for target in targets}
    for target in targets:
        output.say(f"{target.label}: {'passed' if ended[target.label] == 0 else 'FAILED'}")
    if real is None:
        output.say(f"SKIPPED: the run on a PostgreSQL with PostGIS: {skipped}")
    for why in missing:
        output.say(f"SKIPPED: {why}")
    failures = [code for code in ended.values() if code != 0]
    context.exit(failures[0] if failures else 0)


def _run(target: Target, arguments: tuple[str, ...]) -> int:
    """pytest's exit code. A selection that leaves this server without a test has not failed, if another had some."""
    where = str(target.programs) if target.programs else "the programs embedded in .venv"
    output.say(f"\n=== {target.label}: {where} ===")
    chosen = [
        f"--pg-label={target.label}",
        *([f"--pg-programs={target.programs}"] if target.programs else []),
    ]
    # worksteal: each worker goes through one half in order, which makes most fixtures once, then helps the other.
    alone = any(re.match(r"-n|--numprocesses|--pdb|--co|--lf|--ff|--update|-x", a) for a in arguments)
    workers = [] if alone else ["-n", str(WORKERS), "--dist", "worksteal"]
    paths = [] if any(Path(a.partition("::")[0]).exists() for a in arguments) else [str(ROOT / "tests")]
    pytest = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(ROOT / "pyproject.toml"),
        f"--rootdir={ROOT}",
    ]
    # Rewriting the asserts of all tests takes each worker seconds: they are kept.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory(prefix="thingbase-tests-") as kept:
        cache = [] if alone else ["-o", f"cache_dir={kept}"]
        code = _wait(subprocess.Popen([*pytest, *workers, *cache, *chosen, *arguments, *paths], env=env))
        if code == 1 and not alone and (failed := _failed(Path(kept))):
            output.say(f"\n=== {target.label}: once more, by themselves: {', '.join(failed)} ===")
            again = [*cache, "--last-failed", "--last-failed-no-failures=none"]
            code = _wait(subprocess.Popen([*pytest, *again, *chosen, *arguments, *paths], env=env))
            if code == 0:
                output.say(f"FLAKY on {target.label}: passed by themselves, after they had failed: {', '.join(failed)}")
    return 0 if code == NO_TESTS and target.programs else code


def _wait(process: subprocess.Popen[bytes]) -> int:
    """pytest's exit code."""
    while True:
        try:
            code = process.wait()
            break
        except KeyboardInterrupt:
            continue  # the terminal has interrupted pytest as well: wait for it to clean up
    if code == 2:
        raise KeyboardInterrupt
    return code


def _failed(cache: Path) -> list[str]:
    """The tests that failed, where they are so few that a busy machine may be why; none where they are more."""
    told = cache / "v/cache/lastfailed"
    failed = sorted(json.loads(told.read_text(encoding="utf-8"))) if told.exists() else []
    return failed if len(failed) <= FEW else []


def real_server() -> tuple[Target | None, str]:
    """A PostgreSQL of the distribution with PostGIS and pgTAP, installed first where that is possible, or why not."""
    everything = REQUIRED | WISHED
    target = _installed(everything)
    if target:
        return target, ""
    why = "this is not Debian or Ubuntu, so there are no packages that this program knows how to get"
    if shutil.which("apt-get"):
        version = _newest_packaged()
        wanted = [f"postgresql-{version}", *(name.format(version) for name in everything)]
        why = f"packages are missing and only root can install them: apt-get install {' '.join(wanted)}"
        if os.geteuid() == 0:
            output.say(f"installing {' '.join(wanted)} for the second server ...")
            _apt_install(wanted)
            why = f"apt-get could not install {' '.join(wanted)} (its words stand above)"
    return _installed(everything) or _installed(REQUIRED), why


def _installed(packages: dict[str, str]) -> Target | None:
    for folder in sorted(DEBIAN_PROGRAMS.glob("[0-9]*"), key=lambda path: int(path.name), reverse=True):
        share = DEBIAN_SHARE / folder.name
        complete = (folder / "bin" / "initdb").exists() and all((share / file).exists() for file in packages.values())
        if complete and int(folder.name) >= OLDEST:
            return Target(f"pg{folder.name}", folder / "bin")
    return None


def _get_tools() -> list[str]:
    """Which tests have to be skipped, and why: those whose program is not here and cannot be installed."""
    skipped = []
    for package, (names, tests) in TOOLS.items():
        if _is_there(names):
            continue
        why = f"there is no {package} on PATH"
        if shutil.which("apt-get") and not _is_ubuntu():
            why = f"{why}, and only root can install it: apt-get install {package}"
            if os.geteuid() == 0:
                output.say(f"installing {package} for {tests} ...")
                _apt("update")
                _apt("install", "--yes", "--no-install-recommends", package)
                why = f"apt-get could not install {package} (its words stand above)"
        if not _is_there(names):
            skipped.append(f"{tests}: {why}")
    return skipped


def _is_there(names: tuple[str, ...]) -> bool:
    path = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"
    return any(shutil.which(name, path=path) for name in names)


def _is_ubuntu() -> bool:
    """Its package of Chromium is a snap, which runs in few containers, so nothing is installed there."""
    release = Path("/etc/os-release")
    return release.exists() and re.search(r"^ID=ubuntu$", release.read_text(), re.MULTILINE) is not None


def _newest_packaged() -> str:
    """The major version that the package `postgresql` stands for; Debian 12's where apt does not say."""
    _apt("update")
    shown = subprocess.run(["apt-cache", "depends", "postgresql"], capture_output=True, text=True).stdout
    versions = re.findall(r"Depends: postgresql-(\d+)", shown)
    return max(versions, key=int, default=str(OLDEST))


def _apt_install(packages: list[str]) -> None:
    # The package would make and start a cluster of its own: no one asked for a server that stays.
    settings = Path("/etc/postgresql-common/createcluster.d/thingbase.conf")
    fresh = not settings.parent.parent.exists()
    if fresh:
        settings.parent.mkdir(parents=True)
        settings.write_text("create_main_cluster = false\n")
    try:
        _apt("install", "--yes", "--no-install-recommends", *packages)
    finally:
        if fresh:
            settings.unlink(missing_ok=True)


def _apt(*arguments: str) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if os.geteuid() == 0:
        subprocess.run(["apt-get", "-q", *arguments], env=env, stdin=subprocess.DEVNULL, stdout=sys.stderr)
