"""The commands of docs/operations.md do what the page says."""

import os
import re
import subprocess
from pathlib import Path

import psycopg
import pyrage
import pytest

from py_api.config import ROOT
from tests.py.archive.conftest import Source
from tests.support import command, dumped, s3
from tests.support.dumped import one

pytestmark = pytest.mark.once


def test_the_page(source: Source, elsewhere: str, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = page.partition("## Archives of tenants\n")[2].partition("\n## ")[0]
    script = "set -e\n" + "".join(re.findall(r"(?s)```sh\n(.*?)```", section))
    script = script.replace("acme", source.slug).replace("./thingbase", str(command.PROGRAM))
    env = command.environment(DATABASE_URL=dumped.fresh(source.url), RESTORED=dumped.fresh(elsewhere))
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(str(identity))
    env |= {"PATH": os.environ["PATH"], "PUBLIC_KEY": str(identity.to_public())}
    with s3.serving() as store:
        env |= store.environment()
        run = ["/bin/sh", "-c", script]
        ran = subprocess.run(run, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr
    with psycopg.connect(source.url, autocommit=True) as db:
        for slug in (f"{source.slug}_test", f"{source.slug}_clone", f"{source.slug}_s3"):
            assert one(db, "select count(*) from thing.check(%s)", slug) == 0
            db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))
    assert dumped.content(elsewhere, source.slug) == dumped.content(source.url, source.slug)
