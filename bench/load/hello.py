"""The yardstick: a bare FastAPI application on the same server, with the same parser, loop and settings.

Run as `python -m bench.load.hello BYTES [MODULE ...]`: `/` answers a small object, `/sized` a ready body of so many
bytes. Modules that are named are imported first, to see what a start costs that has only them.
"""

from __future__ import annotations

import socket
import sys
from importlib import import_module

import uvicorn
from fastapi import FastAPI
from starlette.responses import Response

READY = "ready: "


def application(size: int) -> FastAPI:
    """Two routes and nothing else."""
    app = FastAPI()
    body = b" " * size

    @app.get("/")
    async def hello() -> dict[str, str]:
        return {"hello": "world"}

    @app.get("/sized")
    async def sized() -> Response:
        return Response(body, media_type="application/json")

    return app


def main() -> None:
    size, *modules = sys.argv[1:]
    for module in modules:
        import_module(module)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(2_048)
    print(f"{READY}http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
    config = uvicorn.Config(
        application(int(size)),
        http="httptools",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
