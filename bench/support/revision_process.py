"""Serves the shop of bench http by the tree of the working folder, of whatever revision: PYTHONPATH names it, too.

It imports only what every revision has since bench http began. A line of JSON says where it is; it ends with its stdin.
"""

import json
import sys

from bench.harness import connect, server
from bench.support import contenders, shop
from tests.support.servers import asyncpg_url

POOL = 16


def main() -> None:
    with server({"max_connections": "200"}) as started, connect(started) as db:
        found = shop.open_shop(db)
        with contenders.ours(asyncpg_url(started.url), shop.TENANT, POOL) as contender:
            told = {
                "address": contender.address,
                "headers": dict(contender.headers),
                "server": contender.process.pid,
                "postgres": started.process.pid,
                "url": started.url,
                "products": found.products,
                "makers": found.makers,
                "new_makers": found.new_makers,
            }
            sys.stdout.write("\n" + json.dumps(told) + "\n")
            sys.stdout.flush()
            sys.stdin.read()


if __name__ == "__main__":
    main()
