"""The floor: the requests as a good engineer would write them by hand for one schema, with nothing in between.

One SQL statement each, whose JSON goes out as it comes; no GraphQL, no authentication, no limits, no catalog.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

BY_ID = """
    select json_build_object(
        'id', p.id, 'name', p.name, 'price', p.price, 'state', p.state, 'releasedOn', p.released_on,
        'maker', case when m.id is not null then json_build_object('id', m.id, 'name', m.name) end)
    from tc_product p left join tc_maker m on m.id = p.maker
    where p.id = $1"""
LIST = """
    select coalesce(json_agg(json_build_object(
        'id', p.id, 'name', p.name, 'price', p.price,
        'maker', case when m.id is not null then json_build_object('id', m.id, 'name', m.name) end,
        'reviews', r.nodes) order by p.released_on, p.id), '[]')
    from (
        select id, name, price, maker, released_on from tc_product where maker = $1 order by released_on, id limit 20) p
    left join tc_maker m on m.id = p.maker
    cross join lateral (
        select coalesce(json_agg(json_build_object('id', v.id, 'stars', v.stars, 'text', v.text)), '[]') as nodes
        from (select id, stars, text from tc_review where about = p.id order by id limit 5) v) r"""
CREATE = """
    insert into tc_product (name, price, state, released_on, maker) values ($1, $2, $3, $4::text::date, $5)
    returning json_build_object('id', id, 'name', name, 'price', price, 'state', state, 'releasedOn', released_on)"""

BY_PRICE = """
    select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'price', p.price, 'reviews', r.nodes)
        order by p.price, p.id), '[]')
    from (select id, name, price from plain.product where maker_id = $1 order by price, id limit 20) p
    cross join lateral (
        select coalesce(json_agg(json_build_object('id', v.id, 'stars', v.stars)), '[]') as nodes
        from (select id, stars from plain.review where product_id = p.id order by id limit 3) v) r"""
STARS = """
    select json_build_object('count', count(*), 'sum', sum(r.stars))
    from plain.product p join plain.review r on r.product_id = p.id
    where p.maker_id = $1"""


async def keep(_: Any) -> None:
    """Nothing to reset: no request changes the session. (asyncpg would send RESET ALL after each.)"""


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    size = int(os.environ["POOL"])
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=size, max_size=size, reset=keep) as pool:
        app.state.pool = pool
        yield


def answer(text: str | None) -> Response:
    return Response(text or "null", media_type="application/json")


def reading(statement: str, name: str) -> Callable[[Request], Awaitable[Response]]:
    """The answer to a statement of one parameter, which the body has by this name."""

    async def read(request: Request) -> Response:
        body = await request.json()
        return answer(await request.app.state.pool.fetchval(statement, body[name]))

    return read


async def create(request: Request) -> Response:
    body = await request.json()
    values = body["name"], Decimal(body["price"]), body["state"], body["releasedOn"], body["maker"]
    return answer(await request.app.state.pool.fetchval(CREATE, *values))


app = Starlette(
    routes=[
        Route(path, handler, methods=["POST"])
        for path, handler in {
            "/by-id": reading(BY_ID, "id"),
            "/list": reading(LIST, "maker"),
            "/create": create,
            "/by-price": reading(BY_PRICE, "maker"),
            "/stars": reading(STARS, "maker"),
        }.items()
    ],
    lifespan=lifespan,
)
