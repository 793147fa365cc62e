"""EDTF, levels 0 to 2: text to four bounds in days, and back to the same text.

The profile is that of the Library of Congress of 4 February 2019 (ISO 8601-2:2019, annex). What it
leaves open is decided as follows.

- A date of low precision is *one unknown day*; an interval and an all-of set are extents.
- Offsets do not move a date: the civil day is kept as written, with the zone beside it.
- `?` and `~` leave the strict bounds alone; `~` gives `pad_days` to be used beside them.
- Season months: see `seasons.py`. Marked seasons (`2001-21?`) and marked long years are accepted.
- Not accepted, though some libraries do: centuries and decades by their digits (`19`, `197`: write
  `19XX`, `197X`), spaces in sets, fractions of a second, and intervals that hold no date at all (`/`).
"""

from __future__ import annotations

import re
from typing import Final

from domain.chronology.days import day_number, month_length
from domain.chronology.edtf_date import DateParts, fail, read_date
from domain.chronology.edtf_interval import parse_interval
from domain.chronology.edtf_set import parse_set
from domain.chronology.edtf_value import Edtf
from domain.errors import Invalid

__all__ = ["MAX_CHARS", "Edtf", "parse"]

MAX_CHARS: Final = 64

_PLAIN_DAY = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])")


def parse(text: str) -> Edtf:
    """Read an EDTF text of at most 64 characters, in time linear in its length.

    Raises:
        Invalid: naming the offset at which the text stopped making sense.
    """
    if not isinstance(text, str):
        raise Invalid("not an EDTF date: not a text", seen=text, accepted="a text such as 2009-12-19")
    plain = _PLAIN_DAY.fullmatch(text)
    if plain is not None:
        year, month, day = int(plain[1]), int(plain[2]), int(plain[3])
        if 1 <= day <= month_length(year, month):
            found = day_number(year, month, day)
            return Edtf(text, "date", found, found, found, found)
    if len(text) > MAX_CHARS:
        fail(text, MAX_CHARS, "too long", f"at most {MAX_CHARS} characters")
    if text[:1] in ("[", "{"):
        return parse_set(text)
    slash = text.find("/")
    if slash >= 0:
        return parse_interval(text, slash)
    return _point(text, read_date(text, 0, len(text)))


def _point(text: str, date: DateParts) -> Edtf:
    first, last = date.first, date.last
    return Edtf(
        *(text, date.kind, first, last, first, last, date.days, date.days),
        *(date.qualifiers, date.qualifiers, date.pad_days, date.pad_days, "given", "given"),
        *(date.time_of_day, date.zone),
    )
