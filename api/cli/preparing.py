"""Parts of a file, read and prepared: what of an import can be done before the record is asked, by any process.

A part comes to entries in the order of its lines, each with its line's number: an account prepared, another command,
or why the line cannot be read. Between processes they go as columns, which takes half as long as one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import starmap
from typing import BinaryIO, NamedTuple

from domain.errors import Invalid
from domain.event import Command
from domain.occurrence_commands import RecordAccount
from domain.prepared_account import PreparedAccount
from formats.reader import BadRow, Reader
from store.requests import Prepared, prepared_account

PART_BYTES = 400_000
"""About a thousand lines: few enough that several in hand are a few megabytes, many enough to be worth sending."""

Entry = tuple[int, Prepared | Command | Invalid]


class Part(NamedTuple):
    """Some whole lines of a file, and the number of the first of them, counted from 1."""

    first_number: int
    lines: bytes


class Made(NamedTuple):
    """What a part comes to, in columns: prepared accounts with their numbers, and whatever else stands between them.

    Of these others each has its place among all entries of the part.
    """

    numbers: tuple[int, ...]
    first_ids: tuple[str, ...]
    accounts: tuple[tuple[object, ...], ...]
    others: tuple[tuple[int, int, Command | Invalid], ...]


def parts_of(
    first_line: bytes, rest: BinaryIO, advance: Callable[[int, int], None] | None = None, part_bytes: int = PART_BYTES
) -> Iterator[Part]:
    """A file, of which the first line was read already, in parts; `advance` is told the lines and bytes of each."""
    number, lines = 1, first_line
    while lines := lines + rest.read(max(part_bytes - len(lines), 0)):
        if not lines.endswith(b"\n"):
            lines += rest.readline()
        yield Part(number, lines)
        count = lines.count(b"\n") + (not lines.endswith(b"\n"))
        if advance is not None:
            advance(count, len(lines))
        number, lines = number + count, b""


def prepare_part(reading: Reader, part: Part) -> Made:
    """Read the lines of a part and prepare what records an account."""
    numbers, first_ids, accounts = [], [], []
    others: list[tuple[int, int, Command | Invalid]] = []
    for place, row in enumerate(reading.read_part(BytesIO(part.lines), part.first_number)):
        if isinstance(row, BadRow):
            others.append((place, row.number, row.error))
        elif type(row.command) is RecordAccount:
            account, first_id = prepared_account(row.command)
            numbers.append(row.number)
            first_ids.append(first_id)
            accounts.append(account)
        else:
            others.append((place, row.number, row.command))
    return Made(tuple(numbers), tuple(first_ids), tuple(zip(*accounts, strict=True)), tuple(others))


def entries(made: Made) -> Iterator[Entry]:
    """The entries of a part in the order of its lines."""
    accounts = starmap(PreparedAccount, zip(*made.accounts, strict=True))
    prepared = zip(made.numbers, map(Prepared, accounts, made.first_ids), strict=True)
    if not made.others:
        yield from prepared
        return
    place = 0
    for at, number, other in made.others:
        while place < at:
            yield next(prepared)
            place += 1
        yield number, other
        place += 1
    yield from prepared
