"""What accounts say of when it happened: each distinct text read once, its relations by their shape.

Accounts that state a relation each name another occurrence, so that hardly two of their texts are the same. What is
left when the names and the words of the source are taken out of them is the same in thousands, and is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np

from projections.ledger_dates import Dates
from projections.ledger_relations import Told, named_by, told_by
from projections.ledger_words import GrowingColumn, Words

_NAMES: Final = '"anchor":{"occurrence":"'
_NAME_CHARS: Final = 36
_SOME_NAME: Final = "0" * _NAME_CHARS
_STATED: Final = re.compile(r'"stated":"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt])*"')
_STATED_MARK: Final = '"stated":"'
_UNSAID: Final = '"stated":""'


class Read(NamedTuple):
    """Of several texts, one after another: the EDTF text and what relations say, `None` if absent; all that is named.

    Kept apart, so that the garbage collector has no object for each of a million texts to look at.
    """

    edtfs: list[str | None]
    told: list[Told | None]
    names: list[str]


class Whens:
    """Every distinct `when` of the log by number; number 0 says nothing.

    Relations are read again where they are wanted, which is for the units that have to be solved anew.
    """

    def __init__(self, dates: Dates) -> None:
        self._dates = dates
        self.words = Words(self._met)
        self.edtf = GrowingColumn(np.int64)
        self.is_related = GrowingColumn(np.bool_)
        self.edtf.append(0)
        self.is_related.append(False)

    def relations(self, when: int) -> tuple[dict[str, Any], ...]:
        """The relations that a `when` states, as plain content."""
        if not self.is_related.values[when]:
            return ()
        return tuple(msgspec.json.decode(self.words.texts[when])["relations"])

    def told(self, whens: Sequence[int]) -> tuple[list[Told], list[str]]:
        """What the relations of these say, but for which occurrences they name; and those, one after another."""
        texts = self.words.texts
        read = _read(texts[when] for when in whens)
        return [told for told in read.told if told is not None], read.names

    def _met(self, texts: Sequence[str]) -> None:
        read = _read(texts)
        self.edtf.extend(self._dates.words.codes(read.edtfs))
        self.is_related.extend([told is not None for told in read.told])


def _read(texts: Iterable[str]) -> Read:
    """What several `when` say.

    Raises `msgspec.DecodeError` for what is no JSON, and another `ValueError` or `TypeError` for what is no `when`.
    """
    read = Read([], [], [])
    for given in texts:
        text = _STATED.sub(_UNSAID, given) if _STATED_MARK in given else given
        at = text.find(_NAMES) + len(_NAMES)
        name = text[at : at + _NAME_CHARS]
        said = None
        if at >= len(_NAMES) and name.replace("-", "").isalnum():
            said = _said_of_some_name(text[:at], text[at + _NAME_CHARS :])
        if said is None:
            edtf, told, names = _decoded(text)
            read.names.extend(names)
        else:
            edtf, told = said
            read.names.append(name)
        read.edtfs.append(edtf)
        read.told.append(told)
    return read


@lru_cache(maxsize=10_000)
def _said_of_some_name(before: str, after: str) -> tuple[str | None, Told] | None:
    """What is said by what stands before and after the one name in it; `None` if it names none there, or more."""
    try:
        edtf, told, names = _decoded(f"{before}{_SOME_NAME}{after}")
    except (ValueError, TypeError):
        return None
    return (edtf, told) if told is not None and names == [_SOME_NAME] else None


def _decoded(text: str) -> tuple[str | None, Told | None, list[str]]:
    content = msgspec.json.decode(text)
    stated, relations = content.get("edtf"), content.get("relations")
    edtf = stated if isinstance(stated, str) else None
    return (edtf, told_by(relations), named_by(relations)) if relations else (edtf, None, [])
