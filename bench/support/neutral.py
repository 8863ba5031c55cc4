"""A server that does nothing: it reads what it is sent and refuses it. What an attack on it costs others, the machine costs."""

import json
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

REFUSED = json.dumps({"errors": [{"message": "no", "extensions": {"code": "CPU_BUDGET"}}]}).encode()


async def refuse(request: Request) -> Response:
    await request.body()
    return Response(REFUSED, 429, media_type="application/json")


async def refuse_each(socket: WebSocket) -> None:
    await socket.accept("graphql-transport-ws")
    try:
        while True:
            message: Any = await socket.receive_json()
            if message["type"] == "connection_init":
                await socket.send_json({"type": "connection_ack"})
            else:
                await socket.send_json({"id": message.get("id"), "type": "error", "payload": []})
    except WebSocketDisconnect:
        pass


app = Starlette(routes=[Route("/graphql", refuse, methods=["POST"]), WebSocketRoute("/graphql", refuse_each)])
