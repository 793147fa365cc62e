"""Examples of commands, made from the classes: every kind brings its own, the rest is filled in by the field's name.

One invented event runs through all of them, so that they read as one story. Tests read every example back as a command.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from domain.kind import Kind
from domain.kinds import KINDS

CITATION = {"source": "harbour-gazette-2003-05-14", "page": "3"}
DISCLOSED = {"edtf": "2003-06-01", "stated": "in a correction on page 2", "citation": CITATION}

FIELDS: dict[str, Any] = {
    "occurrence": "harbour-raid",
    "same_as": "raid-at-the-quay",
    "distinct_from": "raid-at-the-quay",
    "source": CITATION["source"],
    "case": "harbour-affair",
    "party": "harbour-police",
    "kind": "raid",
    "version": "8c7bd6a2-3f0f-5d6e-9f35-0d1c6c1f5d11",
    "claim": "8c7bd6a2-3f0f-5d6e-9f35-0d1c6c1f5d11#when.edtf",
    "reason": "The page was read wrongly.",
    "disclosed": DISCLOSED,
    "rule": {"x_kind": "raid", "y_kind": "statement", "window_days": 7, "scope": {"within": "same_country"}},
    "link": {"kind": "responds_to", "to": "harbour-strike", "citation": CITATION},
}
"""A value for each field that commands share."""

CONTENTS: dict[str, Any] = {
    "source": {
        "kind": "newspaper_article",
        "title": "Raid at the harbour",
        "publisher": "Harbour Gazette",
        "language": "en",
        "published": {"edtf": "2003-05-14", "basis": "stated"},
        "read_on": "2024-02-01",
        "reliability": "B",
    },
    "case": {"title": "The harbour affair", "scope": "What led to the strike of 2003, and what came of it."},
    "party": {"kind": "organisation", "name": "Harbour Police", "aliases": ["Port Police"], "country": "KH"},
}
"""What is registered of each noun, by the field that names it."""


def command_examples(command: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """Named examples of the body of a command; where it takes an account, one for each kind of occurrence."""
    if "account" in command.model_fields:
        return {word: {"summary": kind.label(), "value": body(command, kind)} for word, kind in KINDS.items()}
    return {"example": {"value": body(command)}}


def body(command: type[BaseModel], kind: type[Kind] | None = None) -> dict[str, Any]:
    """The body of a command: its required fields."""
    told: dict[str, Any] = {}
    for name, field in command.model_fields.items():
        if not field.is_required():
            continue
        if name == "content":
            told[name] = CONTENTS[next(noun for noun in CONTENTS if noun in command.model_fields)]
        elif name == "account" and kind is not None:
            told[name] = account(kind)
        elif name == "kind" and kind is not None:
            told[name] = kind.word()
        else:
            told[name] = FIELDS[name]
    return told


def account(kind: type[Kind]) -> dict[str, Any]:
    """An account of an occurrence of this kind, with the parties that the kind asks for."""
    return {
        "citation": CITATION,
        "attribution": [{"party": "harbour-police", "manner": "reported"}],
        "credibility": 3,
        "summary": f"The paper reports {kind.label()} at the harbour, two days before it went to press.",
        "what": kind.example().model_dump(mode="json", exclude_none=True),
        "when": {"stated": "two days ago", "edtf": "2003-05-12"},
        "countries": [{"code": "KH", "role": "where", "name": "Cambodia"}],
        "parties": [{"party": "harbour-police", "role": role} for role in kind.required_roles],
    }
