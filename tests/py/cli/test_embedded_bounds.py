"""What the embedded servers may take of the machine: memory of a statement, of the cache, and disk for logs."""

import platform
import sys
from pathlib import Path

import psycopg
import pytest

from py_api.embedded import cluster, files
from py_api.embedded.files import bound_log
from py_api.embedded.programs import Programs
from py_api.embedded.state import DataFolder
from tests.support import servers

pytestmark = pytest.mark.once


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit addresses")
def test_a_statement_that_takes_too_much_memory_fails_alone(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "BACKEND_BYTES", 128 * 1024 * 1024)
    folder = DataFolder(place / "data")
    with folder.claimed():
        postgres = folder.postgres(Programs.bundled().reachable_by(folder.account))
        access, process = folder.start_postgres(postgres, None)
        try:
            with psycopg.connect(access.url_of("postgres"), autocommit=True) as greedy:
                with pytest.raises(psycopg.errors.OutOfMemory):
                    greedy.execute("select cardinality(array_agg(repeat('x', 1000))) from generate_series(1, 600000)")
                assert greedy.execute("select 1").fetchone() == (1,), "the session goes on"
            assert process.poll() is None
        finally:
            postgres.stop(process)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries look at no settings")
def test_a_backend_keeps_the_memory_of_a_list_for_the_next(server: servers.Server) -> None:
    def faults() -> int:
        stat = Path(f"/proc/{connection.info.backend_pid}/stat").read_text()
        return int(stat.rpartition(")")[2].split()[7])

    with psycopg.connect(server.url, autocommit=True) as connection:
        list_of_20 = "select length(json_agg(repeat('x', 20000))::text) from generate_series(1, 20)"
        for _ in range(10):
            connection.execute(list_of_20)
        before = faults()
        for _ in range(10):
            connection.execute(list_of_20)
        assert faults() - before < 10


def test_a_log_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LOG_BYTES", 1000)
    path = tmp_path / "postgres.log"
    bound_log(path)
    with path.open("ab", buffering=0) as server:  # which never closes it
        for number in range(500):
            server.write(b"%099d\n" % number)
            bound_log(path)
            assert path.stat().st_size <= 1100
    kept = path.with_suffix(".log.1").read_bytes() + path.read_bytes()
    assert kept.endswith(b"%099d\n" % 499)
    assert len(kept) < 2200
