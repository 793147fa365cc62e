"""Files of commands as an import meets them: repeated, refused, unreadable, and about the same few things.

`command_contents()` draws lists of commands as plain JSON; `command_files()` draws the bytes of whole files, with lines
that are no commands and spellings that no program would choose.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from tests.domain.record import account, source

OCCURRENCES = st.sampled_from(["o1", "o2", "o3"])
SOURCES = st.sampled_from(["s1", "s1", "s1", "s2", "s3"])
SUMMARIES = st.sampled_from(["Twenty were sent out.", "Sok San was seen there.", "Ein Fluß, größer als \u2028 sonst."])
PARTIES = st.sampled_from([[], [], [{"party": "p1", "role": "actor", "as_named": "he"}]])
VOICES = st.sampled_from([[{"manner": "fact"}], [{"manner": "fact"}, {"party": "p2", "manner": "reported"}]])
UNREADABLE = st.sampled_from(
    [
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"do":"record_account"}',
        b'{"do":"no_such"}',
        b'{"do":"open_case","do":"open_case","case":"c1","content":{"title":"Twice"}}',
        b'{"do":"open_case","case":"c1","content":{"title":NaN}}',
        b"[" * 70 + b"]" * 70,
        b"",
        b"  \t ",
    ]
)


@st.composite
def _accounts(draw: st.DrawFn) -> dict[str, Any]:
    about = account(draw(SOURCES), draw(st.integers(0, 2)), summary=draw(SUMMARIES), attribution=draw(VOICES))
    about["parties"] = draw(PARTIES)
    return {name: value for name, value in about.items() if value != []}


@st.composite
def _recordings(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["deportation"] * 6 + ["raid", "no_such_kind"]))
    asked = {"do": "record_account", "occurrence": draw(OCCURRENCES), "kind": kind, "account": draw(_accounts())}
    key = draw(st.sampled_from([None, None, None, "k1", "Sok.San"]))
    return asked if key is None else {**asked, "key": key}


@st.composite
def _others(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from(["p1", "p2"]))
    person = {"kind": "person", "name": draw(st.sampled_from(["Sok San", "Chan"])), "private": draw(st.booleans())}
    occurrence, reason = draw(OCCURRENCES), "judged anew"
    return draw(
        st.sampled_from(
            [
                {"do": "register_source", "source": draw(st.sampled_from(["s1", "s2"])), "content": source()},
                {"do": "register_party", "party": name, "content": person},
                {"do": "open_case", "case": "c1", "content": {"title": "A case"}},
                {"do": "file_occurrence", "case": "c1", "occurrence": occurrence},
                {"do": "withdraw_occurrence", "occurrence": occurrence, "reason": reason},
                {"do": "reclassify_occurrence", "occurrence": occurrence, "kind": "raid", "reason": reason},
                {"do": "identify_occurrences", "occurrence": occurrence, "same_as": "o1", "reason": reason},
                {"do": "amend_account", "occurrence": occurrence, "version": "v", "account": account(), "reason": "a"},
            ]
        )
    )


def command_contents() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Commands as plain JSON, most of which record an account of one of three occurrences."""
    one = st.one_of(_recordings(), _recordings(), _recordings(), _others())
    first = {"do": "register_source", "source": "s1", "content": source()}
    drawn = st.lists(one, min_size=1, max_size=14).flatmap(
        lambda some: st.lists(st.sampled_from(some), max_size=6).map(lambda repeated: [*some, *repeated])
    )
    return drawn.flatmap(st.permutations).map(lambda some: [first, *some])


@st.composite
def command_files(draw: st.DrawFn) -> bytes:
    """The bytes of a file of such commands, with unreadable lines among them and several spellings."""
    lines = []
    for content in draw(command_contents()):
        if draw(st.integers(0, 5)) == 0:
            lines.append(draw(UNREADABLE))
        compact, escaped = draw(st.booleans()), draw(st.booleans())
        separators = (",", ":") if compact else (", ", ": ")
        lines.append(json.dumps(content, ensure_ascii=escaped, separators=separators).encode())
    start, end = draw(st.sampled_from([b"", b"\xef\xbb\xbf"])), draw(st.sampled_from([b"\n", b"\r\n"]))
    return start + end.join(lines) + draw(st.sampled_from([b"", end]))
