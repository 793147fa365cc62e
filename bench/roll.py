"""The rows of a bench: a roll of votes, one occurrence a row, as plain values that any tool can take.

Dates are exact and every source has one day of publication, so that tools without a notion of a vague date can be asked
the same questions and must give the same answers. Seeded: the same count gives the same rows, everywhere.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import orjson

from domain.ids import identity
from domain.iso3166 import PRESENT

ASKED_COUNTRY = "KH"
COUNTRIES = tuple(sorted(PRESENT))[:200]
ELSEWHERE = COUNTRIES[0]
"""A country that no bench asks for: what is recorded of it touches no page that is read."""

ASKED_SHARE = 0.02
"""So much of everything concerns the country that is asked for, so that its pages are full."""

VOLUMES = 140
FIRST_YEAR = 1950
KNOWN_ON = "1994-03-05"
PAGE = 100


class Row(NamedTuple):
    """One vote: who, when, and in which volume of the roll; `published` is the day on which that could be read."""

    id: str
    day: str
    country: str
    source: str
    published: str
    summary: str


def published(volume: int) -> str:
    """The day on which a volume could be read: in June of the year after the half year that it covers."""
    return f"{FIRST_YEAR + volume // 2 + 1}-06-{1 + volume % 2:02}"


def rows(count: int, seed: int = 7, *, after: int = 0) -> list[Row]:
    """So many rows; `after` numbers on where others ended."""
    draw = random.Random(f"{seed}:{after}")
    first = [date(FIRST_YEAR + half // 2, 1 + 6 * (half % 2), 1) for half in range(VOLUMES)]
    return [_row(number, draw, first) for number in range(after, after + count)]


def _row(number: int, draw: random.Random, first: Sequence[date]) -> Row:
    volume = draw.randrange(VOLUMES)
    day = first[volume] + timedelta(days=draw.randrange(180))
    country = ASKED_COUNTRY if draw.random() < ASKED_SHARE else COUNTRIES[draw.randrange(len(COUNTRIES))]
    summary = f"The delegation voted on draft resolution {number // 200}, roll call {number}, as recorded."
    return Row(
        identity("occurrence", f"vote:{number}"),
        day.isoformat(),
        country,
        f"roll-{volume}",
        published(volume),
        summary,
    )


def source_lines() -> Iterator[bytes]:
    """The commands that register the volumes."""
    for volume in range(VOLUMES):
        content = {
            "kind": "official_document",
            "title": f"Roll of votes, volume {volume}",
            "published": {"edtf": published(volume), "basis": "stated"},
            "read_on": "2024-01-01",
            "reliability": "B",
        }
        yield orjson.dumps({"do": "register_source", "source": f"roll-{volume}", "content": content})


def account(row: Row) -> dict[str, object]:
    """What the record holds of one row."""
    return {
        "citation": {"source": row.source, "row": int(row.id[:6], 16)},
        "attribution": [{"manner": "fact"}],
        "credibility": 2,
        "summary": row.summary,
        "what": {"kind": "decision"},
        "when": {"edtf": row.day},
        "countries": [{"code": row.country, "role": "acting", "name": "as on the roll"}],
    }


def command_lines(wanted: Iterable[Row]) -> Iterator[bytes]:
    """The commands that record rows, one line of JSON each."""
    for row in wanted:
        yield orjson.dumps({"do": "record_account", "occurrence": row.id, "kind": "decision", "account": account(row)})


def write_lines(opened: Iterable[bytes]) -> bytes:
    """Lines as the bytes of a file."""
    return b"".join(line + b"\n" for line in opened)
