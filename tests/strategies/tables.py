"""Tables as an import meets them: quoted cells with newlines, marks in the midst of cells, rows that are no rows.

`tables()` draws the bytes of whole tables for the columns of `HEADER`, and of others; `MAPPING` says what they come to.
"""

from __future__ import annotations

from hypothesis import strategies as st

HEADER = ("occurrence", "case", "kind", "seen", "told", "note")

MAPPING = """
unstated = ["n/a"]

[columns.kind]
from = "kind"
map = { raid = "raid", flight = "flight", odd = "no_such_kind" }

[columns.day]
from = "seen"
date = "%d.%m.%Y %H:%M"

[[once]]
do = "register_source"
source = "t1"
[once.content]
kind = "table"
title = "A table"
published = { edtf = "2020", basis = "stated" }
read_on = "2026-11-20"
reliability = "B"

[[row]]
do = "open_case"
case = "{case}"
content = { title = "Case {case}" }

[[row]]
do = "record_account"
occurrence = "{occurrence}"
kind = "{kind}"
[row.account]
citation = { source = "t1", row = "{line}" }
attribution = [{ manner = "fact" }]
credibility = 2
summary = "{told}"
when = { edtf = "{day}", stated = "{seen}" }
what = { kind = "{kind}" }

[[row]]
do = "file_occurrence"
case = "{case}"
occurrence = "{occurrence}"
"""

_TOLD = ["A light, low", 'He said "no"', "one\ntwo", "one\r\ntwo\r\n\r\n", '5" long', "x", "é\u2028", ""]
_CELLS = {
    "occurrence": st.sampled_from(["o1", "o2", "o3", "o4", "o5", " o1 ", "", "no id"]),
    "case": st.sampled_from(["c1", "c1", "c1", "c2", "n/a", "n/a"]),
    "kind": st.sampled_from(["raid", "raid", "flight", "odd", "other"]),
    "seen": st.sampled_from(["10.10.1949 20:30", "1.1.1992 00:00", "", "31.2.1992 10:00"]),
    "told": st.sampled_from(
        ["A light, low", 'He said "no"', "one\ntwo", "one\r\ntwo\r\n\r\n", '5" long', "x", "é\u2028", ""]
    ),
    "note": st.text(st.sampled_from('ab",\n\r \ufeffé'), max_size=6),
}
_ENDS = st.sampled_from([b"\n", b"\n", b"\r\n", b"\r\r\n"])
_BLANK = [b"", b"", b"  ", b",,,,,"]
_NO_ROWS = [b"one", b"a,b,c,d,e,f,g", b'"a"b,c', b'"open', b"a\rb", b'5" x,6" y,7,8,9,10', b"\xff,a", b'x,"\xff\n"']
_BROKEN = st.sampled_from(_BLANK + _NO_ROWS)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@st.composite
def _record(draw: st.DrawFn, cells: list[str]) -> bytes:
    """A record with quotation marks where they are needed, or where they are not, or lacking where they are."""
    written = []
    for cell in cells:
        needed = any(mark in cell for mark in ",\n\r") or cell.startswith('"')
        quoted = draw(st.integers(0, 9)) != 0 if needed else draw(st.integers(0, 3)) == 0
        written.append(_quoted(cell) if quoted else cell)
    return ",".join(written).encode("utf-8", "surrogatepass")


@st.composite
def _row(draw: st.DrawFn) -> bytes:
    if draw(st.integers(0, 24)) == 0:
        return draw(_BROKEN)
    return draw(_record([draw(_CELLS[name]) for name in HEADER]))


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """The bytes of a table, nearly always under a header with every column that `MAPPING` needs."""
    names = list(HEADER) if draw(st.integers(0, 19)) else draw(st.permutations(HEADER))[1:]
    header = draw(_record([f'{name}\n"' if draw(st.integers(0, 29)) == 0 else name for name in names]))
    rows = draw(st.lists(_row(), max_size=25))
    some = draw(st.lists(st.sampled_from(rows), max_size=10)) if rows else []
    lines = [draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"])) + header, *rows, *some]
    return b"".join([line + draw(_ENDS) for line in lines[:-1]]) + lines[-1] + draw(st.sampled_from([b"", b"\n"]))
