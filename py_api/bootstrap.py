"""Makes or mends the virtual environment. Run by ./thingbase; standard library only.

Safe to interrupt: the stamp (a copy of the lock file) is written last, and without it all is done again.
Safe to run twice at once: the second waits for the first and then finds nothing to do.
"""

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

CANNOT_RUN = 3


def say(text: str) -> None:
    print(f"thingbase: {text}", file=sys.stderr, flush=True)


def give_up(text: str) -> NoReturn:
    say(text)
    raise SystemExit(CANNOT_RUN)


def python_of(venv: Path) -> Path:
    return venv / "bin" / "python"


def is_current(venv: Path, stamp: Path, lock: Path) -> bool:
    return python_of(venv).exists() and stamp.is_file() and stamp.read_bytes() == lock.read_bytes()


def works(venv: Path) -> bool:
    """Whether the environment's interpreter runs, is new enough and has pip."""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python_of(venv), "-I", "-c", probe], capture_output=True).returncode == 0
    except OSError:
        return False


def make(venv: Path) -> None:
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        give_up(
            f"{sys.executable} comes without the module {missing[0]!r}, which makes virtual environments.\n"
            f"On Debian and Ubuntu: apt install python3-venv (or python3.{sys.version_info.minor}-venv)."
        )
    if venv.exists() and not (venv / "pyvenv.cfg").exists() and any(venv.iterdir()):
        give_up(f"{venv} is there but is not a virtual environment: move it away, or set THINGBASE_VENV.")
    shutil.rmtree(venv, ignore_errors=True)
    made = subprocess.run([sys.executable, "-I", "-m", "venv", venv], stdout=sys.stderr)
    if made.returncode != 0:
        give_up(
            f"could not make the virtual environment {venv} (the reason stands above).\n"
            "Where pip is missing, on Debian and Ubuntu: apt install python3-venv."
        )


def install(venv: Path, lock: Path) -> None:
    # What would send the packages elsewhere than into the environment is taken out.
    env = {k: v for k, v in os.environ.items() if k not in ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER")}
    pip: list[str | Path] = [python_of(venv), "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    locked: list[str | Path] = ["--require-hashes", "--only-binary", ":all:", "--requirement", lock]
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    if subprocess.run([*pip, *quiet, *locked], stdout=sys.stderr, env=env).returncode != 0:
        give_up("could not install the locked packages (the reason stands above). Run the same command again.")


def main(root: Path, venv: Path, need: str) -> None:
    lock, stamp = root / need / "requirements.txt", venv / f"{need}.lock"
    try:
        venv.parent.mkdir(parents=True, exist_ok=True)
        guard = venv.with_name(venv.name + ".lock").open("w")
    except OSError as error:
        give_up(f"cannot write beside {venv}: {error.strerror}. Set THINGBASE_VENV to a folder of your own.")
    with guard:
        try:
            fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another process is preparing the virtual environment; waiting for it")
            fcntl.flock(guard, fcntl.LOCK_EX)
        if is_current(venv, stamp, lock):
            return
        say(f"preparing {venv} from {need}/requirements.txt (once; about half a minute)")
        stamp.unlink(missing_ok=True)
        if not works(venv):
            make(venv)
        install(venv, lock)
        site = subprocess.run(
            [python_of(venv), "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            capture_output=True,
            text=True,
            check=True,
        )
        Path(site.stdout.strip(), "thingbase.pth").write_text(f"{root}\n")
        # tests/requirements.txt holds the pins of py_api/requirements.txt as well.
        for done in {"py_api", need}:
            unfinished = venv / f"{done}.lock.new"
            unfinished.write_bytes((root / done / "requirements.txt").read_bytes())
            unfinished.replace(venv / f"{done}.lock")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]).absolute(), sys.argv[3])
    except KeyboardInterrupt:
        raise SystemExit(130) from None
