"""In a database whose locale knows the letters of ASCII only, "similar" and "search" know those of every script."""

import psycopg
import pytest

from py_api.config import ROOT
from tests.support import servers

FILES = ["03_letters", *(f"functions/core/{name}" for name in ("fold_case", "fold_accents", "search_text"))]
FILES += [
    f"functions/core/{name}"
    for name in ("search_words", "search_stems", "search_query_in", "search_query", "similar_text")
]


@pytest.mark.once
def test_similar_and_search_where_the_locale_is_c(server: servers.Server) -> None:
    with psycopg.connect(server.url, autocommit=True) as admin:
        admin.execute(
            "create database letters template template0 encoding 'UTF8' locale_provider libc lc_collate 'C' lc_ctype 'C'"
        )
    try:
        with psycopg.connect(server.url_of("letters"), autocommit=True) as db:
            db.execute("create schema thing; create extension pg_trgm")
            for file in FILES:
                db.execute((ROOT / f"sql/{file}.sql").read_text())
            db.execute(
                """create table place as select name from (values ('Москва-река'), ('東京都庁'), ('Ålesund')) v (name);
                   create index on place using gin (thing.search_words(name), thing.similar_text(name) collate "C" gin_trgm_ops);
                   set enable_seqscan = off"""
            )

            def found(condition: str, asked: str) -> list[str]:
                return [name for (name,) in db.execute(f"select name from place where {condition}", {"asked": asked})]

            similar = """thing.similar_text(%(asked)s) <%% (thing.similar_text(name) collate "C")"""
            assert found(similar, "масква") == ["Москва-река"]
            assert found(similar, "京都") == ["東京都庁"]
            assert found(similar, "alesunt") == ["Ålesund"]
            assert found(similar, "Бергамо") == []
            search = "thing.search_words(name) @@ thing.search_query(%(asked)s)"
            assert [found(search, asked) for asked in ("МОСКВА", "都庁", "alesund")] == [
                ["Москва-река"],
                ["東京都庁"],
                ["Ålesund"],
            ]
    finally:
        with psycopg.connect(server.url, autocommit=True) as admin:
            admin.execute("drop database if exists letters with (force)")
