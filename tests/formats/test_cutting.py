"""Where a table may be cut: the parts are the file, and no record is in two of them."""

from __future__ import annotations

import codecs
import encodings.aliases
import tracemalloc
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli.preparing import Part, parts_of
from formats.cutting import EACH_LINE, TableCutting
from formats.reader import BadRow
from formats.table_rows import rows_of
from tests.strategies.tables import tables

PIECES = [b'"', b'"', b'""', b",", b"a", b"\n", b"\n", b"\r\n", b"\xef\xbb\xbf", b"\xff"]
FILES = tables() | st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join)


def in_parts(file: bytes, part_bytes: int, delimiter: str = ",", encoding: str = "utf-8") -> list[Part]:
    handle, cutting = BytesIO(file), TableCutting.of(delimiter, encoding)
    assert cutting is not None
    return list(parts_of(handle.readline(), handle, part_bytes=part_bytes, cutting=cutting))


def told(found: tuple[int, list[str]] | BadRow) -> tuple[int, object]:
    return (found.number, str(found.error)) if isinstance(found, BadRow) else found


@given(FILES, st.integers(1, 300), st.sampled_from(",;§"), st.sampled_from(["utf-8", "cp1252"]))
def test_parts_hold_the_records_of_the_file(file: bytes, part_bytes: int, delimiter: str, encoding: str) -> None:
    file = file.replace(b",", delimiter.encode(encoding))
    # given what one reader makes of the whole file
    whole = [told(each) for each in rows_of(BytesIO(file), delimiter, encoding)]
    # when each part is read by itself, up to one that ends the table
    parts, found = in_parts(file, part_bytes, delimiter, encoding), list[tuple[int, object]]()
    for part in parts:
        each = list(rows_of(BytesIO(part.lines), delimiter, encoding, part.first_number))
        found += map(told, each)
        if each and isinstance(each[-1], BadRow):
            break
    # then that is the same, and so are the bytes; every later part knows the header
    assert found == whole
    assert b"".join(part.lines for part in parts) == file
    heads = {part.head for part in parts[1:]}
    assert len(heads) <= 1
    assert all(file.startswith(head) and head for head in heads)


def test_parts_end_soon_after_they_are_long_enough() -> None:
    rows = [b'%d,"a\nlong ""cell""\nof %d",5" pipe\n' % (number, number) for number in range(1_000)]
    parts = in_parts(b"".join(rows), 1_000)
    assert max(len(part.lines) for part in parts) < 1_000 + max(map(len, rows)) + 300
    assert len(parts) > 30


def test_a_cell_that_is_never_closed_is_not_read_to_the_end_of_the_file() -> None:
    # given a table of thirty megabytes, in the first row of which a quotation mark is opened and not closed
    handle = BytesIO(b'a,b\n1,"open\n' + b"x,y\n" * 8_000_000)
    cutting = TableCutting.of(",", "utf-8")
    assert cutting is not None
    # when its first part is cut off
    tracemalloc.start()
    part = next(parts_of(handle.readline(), handle, part_bytes=1_000, cutting=cutting))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # then it is as long as it takes to know that no reader goes on
    assert peak_bytes < 10_000_000
    (*_, last) = rows_of(BytesIO(part.lines))
    (*_, of_all) = rows_of(BytesIO(handle.getvalue()))
    assert "field limit" in str(told(last))
    assert told(last) == told(of_all)


@pytest.mark.parametrize("encoding", sorted({*encodings.aliases.aliases.values(), "cp1252", "cp1255", "koi8_u"}))
def test_only_encodings_whose_bytes_tell_marks_and_newlines_are_cut(encoding: str) -> None:
    try:
        cut = TableCutting.of(",", encoding)
    except LookupError:
        return
    if cut is not None and codecs.lookup(encoding).name != "utf-8":
        for mark in '"\n\r,':
            # given a letter before it and after it, whatever letter that is
            alike = [byte for byte in range(256) if mark in bytes([byte]).decode(encoding, "ignore")]
            assert alike == [ord(mark)]
        assert all(len(bytes([byte]).decode(encoding, "replace")) == 1 for byte in range(256))


def test_tables_in_other_encodings_are_not_cut() -> None:
    assert TableCutting.of(",", "iso2022_jp") is None
    assert TableCutting.of(",", "utf-7") is None
    assert TableCutting.of("€", "latin-1") is None
    assert not EACH_LINE.has_head
