"""Routes that a server does without until somebody asks for one of them."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute, Match
from starlette.types import Scope


class Later(BaseRoute):
    """Holds the place of routes that are made when a request comes for which none before them is, or all are told of.

    What correlates takes as long to import as the rest of the read side. So a server is up before it is imported; it
    is made a moment later, when the first pages are out, or at once if it is asked for.
    """

    def __init__(self, app: FastAPI, below: str, add: Callable[[APIRouter], None]) -> None:
        """At the end of the routes that an application has now; `below` is what all their paths begin with."""
        self._routes = app.router.routes
        self._below = below
        self._add = add
        self._made = False
        self._turn = Lock()
        self._routes.append(self)

    def make(self) -> None:
        """Make them, unless that was done."""
        with self._turn:
            if not self._made:
                router = APIRouter()
                self._add(router)
                place = self._routes.index(self) + 1
                self._routes[place:place] = router.routes
                self._made = True

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Take no request, but see to it that the routes behind this one are there."""
        if not self._made and scope["type"] == "http" and scope["path"].startswith(self._below):
            self.make()
        return Match.NONE, {}
