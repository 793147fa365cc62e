"""A small record with everything in it that views have to show: three sources, disagreement, a correction, a denial.

Told after the shape of real events: a raid and a deportation, a pledge with two figures, a visit, a private person.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from domain.ids import identity
from domain.rules import Rule
from projections.ledger import Ledger
from projections.registry import PROJECTIONS
from projections.slice import Slice
from projections.slice_query import SliceQuery
from projections.view import View
from tests.domain.record import SPAN, source
from tests.projections.memory_log import MemoryLog

START = {"early": 0, "late": 1000, "cables": 2000}


def telling(source_id: str, start: int, what: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "citation": {"source": source_id, "ranges": [{"start": start, "end": start + 40, "span_sha256": SPAN}]},
        "attribution": [{"manner": "fact"}],
        "credibility": 2,
        "summary": f"What {source_id} tells at {start}.",
        "what": what,
    } | more


def countries(*parts: str) -> list[dict[str, str]]:
    """`"KH where Cambodia"` and so on."""
    return [dict(zip(("code", "role", "name"), part.split(" ", 2), strict=True)) for part in parts]


def parties(**by_role: str) -> list[dict[str, str]]:
    return [{"role": role, "party": party} for role, party in by_role.items()]


def account(occurrence: str, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"do": "record_account", "occurrence": occurrence, "kind": kind, "account": content}


def pledged(value: int, *, about: bool = False) -> dict[str, Any]:
    return {"kind": "loan_pledge", "amount": {"currency": "USD", "figure": {"value": str(value), "approximate": about}}}


RULE = Rule(x_kind="deportation", y_kind="loan_pledge", window_days=7)

DEC2009 = identity("case", "december")

DENIAL = {"kind": "statement", "stance": "denial", "topic": "mistreatment in camps"}

KH = countries("KH where Cambodia")
KH_CN = countries("KH where Cambodia", "CN addressed China")

COMMANDS: tuple[dict[str, Any], ...] = (
    {
        "do": "register_source",
        "source": "early",
        "content": source("2010-01-10", title="An early article", reliability="C"),
    },
    {
        "do": "register_source",
        "source": "late",
        "content": source("2011-07-25", title="A later release", reliability="A"),
    },
    {"do": "register_source", "source": "cables", "content": source("2011-09-05", title="The cables", reliability="B")},
    {"do": "register_party", "party": "china", "content": {"kind": "state", "name": "China", "aliases": ["PRC"]}},
    {"do": "register_party", "party": "p-7f3a", "content": {"kind": "person", "name": "Vong Sok", "private": True}},
    {"do": "open_case", "case": DEC2009, "content": {"title": "December 2009", "key": "december"}},
    account(
        "raid",
        "raid",
        telling("early", 0, {"kind": "raid", "target": "a safe house"}, when={"edtf": "2009-12-18"}, countries=KH),
    ),
    account(
        "deportation",
        "deportation",
        telling(
            "early",
            50,
            {"kind": "deportation", "persons": 20},
            when={"edtf": "2009-12"},
            countries=KH_CN,
            summary="Police took {party:p-7f3a} and others.",
        ),
    ),
    account(
        "deportation",
        "deportation",
        telling(
            "late",
            50,
            {"kind": "deportation", "persons": 20},
            when={"edtf": "2009-12-19"},
            countries=KH_CN,
            parties=parties(affected="p-7f3a"),
        ),
    ),
    account(
        "pledge",
        "loan_pledge",
        telling("early", 100, pledged(1_200_000_000), when={"edtf": "2009-12-21"}, countries=KH_CN),
    ),
    account(
        "pledge-again",
        "loan_pledge",
        telling("late", 100, pledged(1_000_000_000, about=True), when={"edtf": "2009-12"}, countries=KH_CN),
    ),
    account(
        "denial",
        "statement",
        telling(
            "cables",
            0,
            DENIAL,
            when={"edtf": "2009-12-23"},
            parties=parties(speaker="china"),
            countries=countries("CN acting China"),
        ),
    ),
    account(
        "threat",
        "pressure",
        telling(
            "cables",
            50,
            {"kind": "pressure"},
            attribution=[{"manner": "reported"}, {"party": "china", "manner": "alleged"}],
            countries=KH,
        ),
    ),
    {
        "do": "identify_occurrences",
        "occurrence": "pledge",
        "same_as": "pledge-again",
        "reason": "One visit, one sum in two roundings.",
    },
    {
        "do": "link_occurrences",
        "occurrence": "pledge",
        "link": {"kind": "responds_to", "to": "deportation", "note": "Three days after, to {party:p-7f3a}."},
    },
    *({"do": "file_occurrence", "case": DEC2009, "occurrence": each} for each in ("raid", "deportation", "pledge")),
    {"do": "ask_rule", "rule": RULE.model_dump(mode="json")},
)


def log(*more: dict[str, Any]) -> MemoryLog:
    return MemoryLog((*COMMANDS, *more))


def ledger(*more: dict[str, Any]) -> Ledger:
    made = Ledger(log(*more))
    made.catch_up()
    return made


def slice_of(made: Ledger, **chosen: Any) -> Slice:
    return made.slice(SliceQuery.model_validate(chosen))


def ask(slice: Slice, name: str, **asked: Any) -> View:
    projection = PROJECTIONS[name]
    query: BaseModel = projection.Query.model_validate(asked)
    return projection.ask(slice, query)
