"""What commands bring about: nothing twice, nothing ended twice, nothing unknown."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import NotFound, Refused
from domain.occurrence import AccountAdded, OccurrenceRecorded
from tests.domain.record import Record, account, an_account, source, with_source

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["record", "amend", "correct", "retract", "withdraw", "reinstate", "reclassify", "withdraw_all", "link"]
        ),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=12,
)


def take(record: Record, step: tuple[str, int, int]) -> tuple[str, dict[str, object]] | None:
    word, one, other = step
    versions = sorted(record.state("occurrence:o1").versions)
    version = versions[one % len(versions)] if versions else "none"
    new = account(start=100 * one, summary=f"Summary {other}.")
    disclosed = {"edtf": f"2012-0{other + 1}"}
    asked: dict[str, tuple[str, dict[str, object]]] = {
        "record": ("record_account", {"kind": "deportation", "account": new}),
        "amend": ("amend_account", {"version": version, "account": new, "reason": "a slip"}),
        "correct": ("correct_account", {"version": version, "account": new, "disclosed": disclosed}),
        "retract": ("retract_account", {"version": version, "disclosed": disclosed}),
        "withdraw": ("withdraw_account", {"version": version, "reason": "a slip"}),
        "reinstate": ("reinstate_account", {"version": version, "reason": "it was right"}),
        "reclassify": ("reclassify_occurrence", {"kind": ["raid", "deportation"][one % 2], "reason": "a judgement"}),
        "withdraw_all": ("withdraw_occurrence", {"reason": "a slip"}),
        "link": ("link_occurrences", {"link": {"kind": "responds_to", "to": f"o{other + 2}"}}),
    }
    do, fields = asked[word]
    return do, {"occurrence": "o1", **fields}


@given(STEPS)
def test_the_same_command_twice_adds_nothing_the_second_time(steps: list[tuple[str, int, int]]) -> None:
    record = with_source()
    for step in steps:
        do, fields = take(record, step) or ("", {})
        try:
            record.run(do, **fields)
        except Refused:
            continue
        before = len(record.streams["occurrence:o1"])
        with suppress(Refused):
            assert record.run(do, **fields) == ()
        assert len(record.streams["occurrence:o1"]) == before


@given(STEPS)
def test_a_refused_command_leaves_the_stream_as_it_was(steps: list[tuple[str, int, int]]) -> None:
    record = with_source()
    for step in steps:
        before = list(record.streams["occurrence:o1"])
        do, fields = take(record, step) or ("", {})
        try:
            record.run(do, **fields)
        except Refused:
            assert record.streams["occurrence:o1"] == before


@given(STEPS)
def test_at_most_one_version_of_an_account_stands(steps: list[tuple[str, int, int]]) -> None:
    record = with_source()
    for step in steps:
        do, fields = take(record, step) or ("", {})
        try:
            record.run(do, **fields)
        except Refused:
            continue
        standing = [each.account_id for each in record.state("occurrence:o1").versions.values() if each.stands]
        assert len(standing) == len(set(standing))


def test_the_first_account_records_the_occurrence_and_the_next_is_added() -> None:
    record = with_source()
    (first,) = record.run("record_account", occurrence="o1", kind="deportation", account=an_account(start=0))
    (second,) = record.run("record_account", occurrence="o1", kind="deportation", account=an_account(start=90))
    assert isinstance(first, OccurrenceRecorded)
    assert isinstance(second, AccountAdded)


def test_version_ids_do_not_depend_on_the_order_of_arrival() -> None:
    one, other = with_source(), with_source()
    accounts = [an_account(start=0), an_account(start=90)]
    for record, order in ((one, accounts), (other, accounts[::-1])):
        for each in order:
            record.run("record_account", occurrence="o1", kind="deportation", account=each)
    assert one.state("occurrence:o1").versions == other.state("occurrence:o1").versions


def test_a_withdrawn_account_is_not_added_again_silently() -> None:
    record = with_source()
    event: Any
    (event,) = record.run("record_account", occurrence="o1", kind="deportation", account=an_account())
    record.run("withdraw_account", occurrence="o1", version=event.version_id, reason="recorded by mistake")
    with pytest.raises(Refused, match="reinstate"):
        record.run("record_account", occurrence="o1", kind="deportation", account=an_account())
    record.run("reinstate_account", occurrence="o1", version=event.version_id, reason="it was right after all")
    assert record.state("occurrence:o1").versions[event.version_id].stands


def test_a_version_that_has_ended_is_not_ended_again() -> None:
    record = with_source()
    event: Any
    (event,) = record.run("record_account", occurrence="o1", kind="deportation", account=an_account())
    new = an_account(summary="Another summary.")
    newer = an_account(summary="A third summary.")
    record.run("amend_account", occurrence="o1", version=event.version_id, account=new, reason="a slip")
    with pytest.raises(Refused, match="already ended"):
        record.run("amend_account", occurrence="o1", version=event.version_id, account=newer, reason="a slip")
    with pytest.raises(Refused, match="already ended"):
        record.run("retract_account", occurrence="o1", version=event.version_id, disclosed={"edtf": "2012"})


def test_a_correction_disclosed_surely_before_publication_is_refused() -> None:
    record = with_source(published="2011-07-25")
    event: Any
    (event,) = record.run("record_account", occurrence="o1", kind="deportation", account=an_account())
    with pytest.raises(Refused, match="surely before"):
        record.run("retract_account", occurrence="o1", version=event.version_id, disclosed={"edtf": "2011-06"})
    assert record.run("retract_account", occurrence="o1", version=event.version_id, disclosed={"edtf": "2011-07"})


def test_an_account_of_an_unregistered_source_or_party_is_not_taken() -> None:
    record = with_source()
    with pytest.raises(NotFound, match="source"):
        record.run("record_account", occurrence="o1", kind="deportation", account=an_account("nowhere"))
    parties = [{"party": "somebody", "role": "actor"}]
    with pytest.raises(NotFound, match="party"):
        record.run("record_account", occurrence="o1", kind="deportation", account=an_account(parties=parties))


def test_the_name_of_a_private_person_is_refused_in_every_text() -> None:
    record = with_source()
    record.private["Anna Bergström"] = "p-1"
    for text in ("Anna Bergström was held.", "held: ANNA  BERGSTRÖM", "anna-bergström"):
        with pytest.raises(Refused, match=r"\{party:p-1\}"):
            record.run("record_account", occurrence="o1", kind="deportation", account=an_account(summary=text))
    assert record.run(
        "record_account", occurrence="o1", kind="deportation", account=an_account(summary="{party:p-1} was held.")
    )


def test_the_id_of_a_private_person_does_not_tell_the_name() -> None:
    record = Record()
    content = {"kind": "person", "name": "Anna Bergström", "private": True}
    with pytest.raises(Refused, match="id of a private person"):
        record.run("register_party", party="anna-b", content=content)
    assert record.run("register_party", party="p-7f3a", content=content)


def test_distinguishing_is_refused_while_another_path_joins_the_two_and_names_it() -> None:
    record = with_source()
    for occurrence in ("o1", "o2", "o3"):
        record.run("record_account", occurrence=occurrence, kind="deportation", account=an_account())
    for one, other in (("o1", "o2"), ("o2", "o3"), ("o1", "o3")):
        assert record.run("identify_occurrences", occurrence=one, same_as=other, reason="the same day and people")
        record.same_as.add((one, other))
    with pytest.raises(Refused, match="o1 = o2 = o3"):
        record.run("distinguish_occurrences", occurrence="o1", distinct_from="o3", reason="a second look")
    record.same_as.discard(("o2", "o3"))
    assert record.run("distinguish_occurrences", occurrence="o3", distinct_from="o1", reason="a second look")


def test_a_source_registered_again_with_other_content_is_refused() -> None:
    record = with_source()
    assert record.run("register_source", source="s1", content=source()) == ()
    with pytest.raises(Refused, match="amend"):
        record.run("register_source", source="s1", content=source(title="Another title"))
    assert record.run("amend_source", source="s1", content=source(title="Another title"), reason="a slip")


def test_filing_needs_an_open_case_and_is_done_once() -> None:
    record = Record()
    with pytest.raises(NotFound, match="case"):
        record.run("file_occurrence", case="c1", occurrence="o1")
    record.run("open_case", case="c1", content={"title": "A case"})
    assert len(record.run("file_occurrence", case="c1", occurrence="o1")) == 1
    assert record.run("file_occurrence", case="c1", occurrence="o1") == ()


def test_a_claim_is_set_aside_by_the_id_that_contradictions_name() -> None:
    record = with_source()
    event: Any
    (event,) = record.run("record_account", occurrence="o1", kind="deportation", account=an_account())
    for claim in (f"{event.version_id}#when.edtf", f"{event.version_id}#published", "s1#published", "o1=o2#same_as"):
        assert record.run("set_claim_aside", occurrence="o1", claim=claim, reason="a slip of the source")
        assert record.run("set_claim_aside", occurrence="o1", claim=claim, reason="a slip of the source") == ()
        assert record.run("restore_claim", occurrence="o1", claim=claim, reason="a second look")
    others = ("o2>part_of>o3#part_of", "s2#published", "nobody#when.edtf")
    for claim in (*others, f"{event.version_id}/when", f"{event.version_id}#summary", "no-claim", "#when.edtf"):
        with pytest.raises(Refused):
            record.run("set_claim_aside", occurrence="o1", claim=claim, reason="a slip")


def test_a_retraction_does_not_name_a_private_person_either() -> None:
    record = with_source()
    record.private["Anna Bergström"] = "p-1"
    with pytest.raises(Refused, match=r"\{party:p-1\}"):
        record.run("retract_source", source="s1", disclosed={"edtf": "2012", "stated": "as Anna Bergström asked"})
    assert record.run("retract_source", source="s1", disclosed={"edtf": "2012", "stated": "as she asked"})
