"""./thingbase before the program: the virtual environment is made, mended, shared and left alone.

In a copy of the launcher with a lock of one package, which a wheel in the same folder holds: no network is needed.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from py_api.config import ROOT
from tests.support import folders
from tests.support.waiting import until

pytestmark = pytest.mark.once
SECONDS = 120


class Checkout:
    """A copy of the launcher whose program prints what it was given."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "py_api/cli").mkdir(parents=True)
        (root / "tests").mkdir()
        self.wheels = root.parent / "wheels"  # pip splits the setting at spaces
        self.wheels.mkdir()
        shutil.copy(ROOT / "thingbase", root)
        shutil.copy(ROOT / "py_api/bootstrap.py", root / "py_api")
        (root / "py_api/__init__.py").touch()
        (root / "py_api/cli/__init__.py").touch()
        (root / "py_api/cli/__main__.py").write_text("import sys, dummy; print('ran', dummy.VERSION, *sys.argv[1:])")
        self.lock("1.0")

    def lock(self, version: str, wrong_hash: bool = False) -> None:
        """Lock the package of that version, making its wheel."""
        wheel = self.wheels / f"dummy-{version}-py3-none-any.whl"
        about = f"dummy-{version}.dist-info"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("dummy.py", f"VERSION = '{version}'\n")
            archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: dummy\nVersion: {version}\n")
            archive.writestr(
                f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr(f"{about}/RECORD", f"dummy.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n{about}/RECORD,,\n")
        digest = "0" * 64 if wrong_hash else hashlib.sha256(wheel.read_bytes()).hexdigest()
        for name in ("py_api", "tests"):
            (self.root / name / "requirements.txt").write_text(f"dummy=={version} --hash=sha256:{digest}\n")

    def start(self, *arguments: str, **env: str) -> subprocess.Popen[str]:
        given = {
            "PATH": os.environ["PATH"], "HOME": str(self.root), "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull,
            "PIP_FIND_LINKS": str(self.wheels),
        } | env  # fmt: skip
        return subprocess.Popen(
            ["./thingbase", *arguments],
            cwd=self.root,
            env=given,
            text=True,
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str, **env: str) -> tuple[int, str, str]:
        process = self.start(*arguments, **env)
        out, err = process.communicate(timeout=SECONDS)
        return process.returncode, out.strip(), err.strip()


@pytest.fixture
def checkout() -> Iterator[Checkout]:
    folder = folders.temporary()
    yield Checkout(folder / "a folder")
    shutil.rmtree(folder)


def test_makes_the_environment_once(checkout: Checkout, tmp_path: Path) -> None:
    """Interrupted half way it is made anew, and once where two ask for it; then it is brought along with the lock."""
    process = checkout.start()
    until((checkout.root / ".venv/bin/python").exists)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    stamp = checkout.root / ".venv/py_api.lock"
    assert not stamp.exists()
    both = [checkout.start("a"), checkout.start("b", "two words")]
    ended = [(process.communicate(timeout=SECONDS), process.returncode) for process in both]
    assert [(code, out.strip()) for (out, _), code in ended] == [(0, "ran 1.0 a"), (0, "ran 1.0 b two words")], ended
    assert sum("requirements.txt" in err for (_, err), _ in ended) == 1
    assert sum("preparing" in err for (_, err), _ in ended) >= 1
    made = stamp.stat().st_mtime_ns
    assert checkout.run("again") == (0, "ran 1.0 again", ""), "nothing is done and nothing said"
    assert stamp.stat().st_mtime_ns == made

    checkout.lock("2.0")
    code, out, err = checkout.run("test")
    assert (code, out) == (0, "ran 2.0 test"), err
    assert "preparing" in err
    assert checkout.run() == (0, "ran 2.0", ""), "with the test tools everything else is there as well"

    link = tmp_path / "link"
    link.symlink_to(os.path.relpath(checkout.root / "thingbase", tmp_path))
    done = subprocess.run([link, "x"], cwd="/", capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "ran 2.0 x\n"), "through a link, from anywhere"

    checkout.lock("3.0", wrong_hash=True)
    code, out, err = checkout.run()
    assert (code, out) == (3, "")
    assert "DO NOT MATCH THE HASHES" in err
    assert not stamp.exists()
    checkout.lock("3.0")
    # The interpreter that it was made of goes, as an upgrade of the system does it.
    (checkout.root / ".venv/bin/python").unlink()
    assert checkout.run()[:2] == (0, "ran 3.0")


def test_a_folder_that_is_no_environment_is_left_alone(checkout: Checkout) -> None:
    (checkout.root / ".venv").mkdir()
    (checkout.root / ".venv/precious").touch()
    code, _, err = checkout.run()
    assert code == 3
    assert "is not a virtual environment" in err
    assert (checkout.root / ".venv/precious").exists()


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_an_old_python_is_named(checkout: Checkout, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"):
        script(tools / name, 'case $1 in --version) echo "Python 3.9.2";; *) exit 1;; esac')
    for name in ("sh", "dirname", "readlink", "cmp"):
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    code, _, err = checkout.run(PATH=str(tools))
    assert code == 3
    assert "Python 3.11 or newer is needed" in err
    assert "Python 3.9.2" in err
    assert "PYTHON=" in err


def test_a_python_without_ensurepip_is_explained(checkout: Checkout, tmp_path: Path) -> None:
    """As Debian has it without python3-venv."""
    hidden = tmp_path / "hidden.py"
    hidden.write_text(
        "import sys, importlib.util, runpy\n"
        "find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *a: None if name == 'ensurepip' else find(name, *a)\n"
        "sys.argv = sys.argv[1:]\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')\n"
    )
    real = shutil.which("python3")
    python = script(
        tmp_path / "bin/python3", f'if [ "$1" = -I ]; then shift; exec "{real}" "{hidden}" "$@"; fi\nexec "{real}" "$@"'
    )
    code, _, err = checkout.run(PYTHON=str(python))
    assert code == 3
    assert "ensurepip" in err
    assert "apt install python3-venv" in err
