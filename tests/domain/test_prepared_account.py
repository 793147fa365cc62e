"""A prepared account is what deciding its command comes to, written before the record is known."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.account import Account, account_id, own_id, version_id
from domain.commands import evolve
from domain.decide_occurrence import prepared
from domain.occurrence import AccountAdded, OccurrenceRecorded, OccurrenceState
from domain.occurrence_commands import RecordAccount
from tests.domain.record import SPAN, account

TRICKY = st.sampled_from(['a,"attribution":', ",", '},"attribution":[', "12", "é \u2028", "\\", '"']) | st.text(
    st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20
)
RANGES = st.lists(st.builds(lambda start: {"start": start, "end": start + 9, "span_sha256": SPAN}, st.integers(0, 99)))


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    citation: dict[str, Any] = {"source": "s1", "row": draw(st.integers(0, 9)), "ranges": draw(RANGES)[:3]}
    for name in ("page", "quotation"):
        if draw(st.booleans()):
            citation[name] = draw(TRICKY)
    parties = [{"party": party, "role": "actor", "as_named": draw(TRICKY)} for party in draw(st.lists(IDS, max_size=2))]
    voices = [{"manner": "reported", "party": draw(IDS), "hedge": draw(TRICKY)}, {"manner": "fact"}]
    return Account.model_validate(
        account(summary=draw(TRICKY), attribution=voices, parties=parties) | {"citation": citation}
    )


IDS = st.sampled_from(["p1", "p2", "kind", "a.b:c"])


@given(account=accounts())
def test_an_id_taken_from_the_recorded_form_is_that_of_the_place(account: Account) -> None:
    assert own_id("o1", account) == account_id("o1", account.citation)


@given(account=accounts(), occurrence=IDS, kind=st.sampled_from(["raid", "kind", "deportation"]), key=st.none() | IDS)
def test_a_prepared_account_is_its_command_and_both_events_it_may_become(
    account: Account, occurrence: str, kind: str, key: str | None
) -> None:
    command = RecordAccount(occurrence=occurrence, kind=kind, account=account, key=key)
    # when it is prepared
    found = prepared(command)
    # then its ids are those of its content, and it still says what was asked
    assert found.account_id == account_id(occurrence, account.citation, key)
    assert found.version_id == version_id(found.account_id, None, account)
    assert found.asked() == command.model_dump(mode="json", exclude_none=True)
    assert list(found.asked()) == list(command.model_dump(exclude_none=True))
    assert found.parties == (*(part.party for part in account.parties), account.attribution[0].party)
    # and it is written, and taken further, as either event
    ids = {"occurrence": occurrence, "account_id": found.account_id, "version_id": found.version_id}
    begun, added = (
        OccurrenceRecorded(**ids, kind=kind, account=account),
        AccountAdded(**ids, account=account),
    )
    assert (found.recorded, found.added()) == (begun.written(), added.written())
    fresh = evolve(OccurrenceState(), begun)
    assert facts(evolve(OccurrenceState(), found)) == facts(fresh)
    known = OccurrenceState(kind="status")
    assert facts(evolve(known, found)) == facts(evolve(known, added))


def facts(state: OccurrenceState) -> tuple[Any, ...]:
    return state.kind, dict(state.accounts), dict(state.versions), dict(state.links), dict(state.set_aside)
