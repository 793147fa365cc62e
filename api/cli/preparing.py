"""Parts of a file, read and prepared: what of an import can be done before the record is asked, by any process.

A part comes to entries in the order of its lines, each with its line's number: what was prepared, another command,
or why the line cannot be read. Between processes they go as columns, which takes half as long as one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from io import BytesIO
from itertools import compress, repeat
from typing import Any, BinaryIO, NamedTuple

from domain.case import PreparedFiling
from domain.errors import Invalid
from domain.event import Command
from domain.prepared_account import PreparedAccount
from formats.cutting import EACH_LINE, Cutting
from formats.reader import BadRow, Reader, Row
from formats.repeats import Repeats
from store.requests import Filing, Prepared, Recording, prepare

PART_BYTES = 400_000
"""Some thousand lines: few enough that several in hand are a few megabytes, many enough to be worth sending."""

Entry = tuple[int, Prepared | Command | Invalid]


class Part(NamedTuple):
    """Some whole records of a file, and the number of their first line, counted from 1.

    `head` is the header of a table, unless the part begins with it.
    """

    first_number: int
    lines: bytes
    head: bytes = b""


class Made(NamedTuple):
    """What a part comes to, in columns.

    For each entry its line, and which of the sorts it is: an account, a filing, or another one. `keys` are those of
    rows, if any has one. `ends` says that what comes after this part cannot be read.
    """

    numbers: tuple[int, ...]
    sorts: bytes
    accounts: Columns
    filings: Columns
    others: tuple[Command | Invalid, ...]
    keys: tuple[Hashable, ...]
    ends: bool


Columns = tuple[tuple[Any, ...], ...]

ACCOUNT, FILING, OTHER = range(3)


def parts_of(
    first_line: bytes,
    rest: BinaryIO,
    advance: Callable[[int, int], None] | None = None,
    part_bytes: int = PART_BYTES,
    cutting: Cutting = EACH_LINE,
) -> Iterator[Part]:
    """A file, of which the first line was read already, in parts; `advance` is told the lines and bytes of each."""
    number, lines = 1, _whole(first_line, rest, cutting, begins_file=True)
    head = lines if cutting.has_head else b""
    while lines := lines + rest.read(max(part_bytes - len(lines), 0)):
        if not lines.endswith(b"\n"):
            lines += rest.readline()
        lines = _whole(lines, rest, cutting, begins_file=number == 1)
        yield Part(number, lines, head if number > 1 else b"")
        count = lines.count(b"\n") + (not lines.endswith(b"\n"))
        if advance is not None:
            advance(count, len(lines))
        number, lines = number + count, b""


def _whole(lines: bytes, rest: BinaryIO, cutting: Cutting, *, begins_file: bool) -> bytes:
    """These lines, and as many more as it takes to end the last record: the longer it is, the more at a time."""
    start = cutting.open_at(lines, begins_file=begins_file)
    while start < len(lines) and not cutting.never_ends(lines, start):
        open_bytes = len(lines) - start
        more = rest.read(open_bytes // 8) + rest.readline()
        if not more:
            break
        lines += more
        start = cutting.open_at(lines, start, begins_file=begins_file)
    return lines


def prepare_part(reading: Reader, part: Part) -> Made:
    """Read the lines of a part and prepare what can be."""
    numbers, sorts, keys = [], bytearray(), list[Hashable]()
    accounts, filings = list[Recording](), list[Filing]()
    others: list[Command | Invalid] = []
    ends = False
    for row in reading.read_part(BytesIO(part.lines), part.first_number, part.head):
        numbers.append(row.number)
        if isinstance(row, BadRow):
            sorts.append(OTHER)
            keys.append(None)
            others.append(row.error)
            ends = row.ends
            continue
        keys.append(row.key)
        made = prepare(row.command)
        if made is None:
            sorts.append(OTHER)
            others.append(row.command)
        elif isinstance(made, Recording):
            sorts.append(ACCOUNT)
            accounts.append(made)
        else:
            sorts.append(FILING)
            filings.append(made)
    keyed = tuple(keys) if any(key is not None for key in keys) else ()
    return Made(tuple(numbers), bytes(sorts), _columns(accounts), _columns(filings), tuple(others), keyed, ends)


def _columns(made: Iterable[tuple[tuple[Any, ...], str]]) -> Columns:
    """What was prepared, with the id of each as the last column."""
    return tuple(zip(*[(*content, own_id) for content, own_id in made], strict=True))


def read_entries(rows: Iterable[Row | BadRow]) -> Iterator[Entry]:
    """The entries of a file that this process reads by itself."""
    return ((number, asked) for number, asked, _ in rows)


def entries(made: Made, repeats: Repeats) -> Iterator[Entry]:
    """The entries of a part in the order of its lines, without commands that were taken before."""
    numbered = zip(made.numbers, _in_order(made), strict=True)
    if not made.keys:
        return numbered
    new = map(_is_new, repeat(repeats), made.numbers, made.keys)
    return compress(numbered, new)


def _is_new(repeats: Repeats, number: int, key: Hashable) -> bool:
    return key is None or repeats.is_new(number, key)


def _in_order(made: Made) -> Iterator[Prepared | Command | Invalid]:
    accounts = [Recording(PreparedAccount(*content), own_id) for *content, own_id in zip(*made.accounts, strict=True)]
    filings = [Filing(PreparedFiling(*content), own_id) for *content, own_id in zip(*made.filings, strict=True)]
    sorts: tuple[Iterator[Prepared | Command | Invalid], ...] = (iter(accounts), iter(filings), iter(made.others))
    return map(next, map(sorts.__getitem__, made.sorts))
