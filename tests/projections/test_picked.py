"""What is told of an occurrence by one account is what any reading picks out of it, claim by claim."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.account import Account
from domain.kinds import KINDS
from domain.occurrence_commands import RecordAccount
from domain.parties import PartyRole
from domain.party import RegisterParty
from projections.picked import Only, Picked, picked
from projections.readings import READINGS, Reading
from projections.slice_records import PartyRecord
from seed_events.loader import commands
from tests.projections.records import record

SEED = tuple(commands())
ACCOUNTS = tuple(each.account for each in SEED if isinstance(each, RecordAccount))
PARTIES = {each.party: PartyRecord(each.party, 1, each.content) for each in SEED if isinstance(each, RegisterParty)}
SLICE: Any = SimpleNamespace(parties_known=PARTIES, sources={})
COUNTRY = {"role": "where", "name": "Cambodia", "code": "KH"}
COUNTRIES = [COUNTRY, COUNTRY | {"name": "Kampuchea"}, COUNTRY | {"role": "acting"}, COUNTRY | {"code": "CN"}]


def told(found: Picked, word: str) -> dict[str, Any]:
    return {
        "headline": found.headline(word),
        "summary": found.summary(),
        "edtf": found.edtf(),
        "countries": found.countries(),
        "parties": found.parties(),
    }


def as_one(account: Account, word: str, reading: Reading) -> None:
    records = [replace(record("v1"), account=account)]
    found = picked(SLICE, records, reading)
    assert isinstance(found, Only)
    assert told(found, word) == told(Picked(SLICE, records, reading), word)


@pytest.mark.parametrize("reading", READINGS)
def test_of_every_account_of_the_seed(reading: Reading) -> None:
    assert len(ACCOUNTS) > 200
    for account in ACCOUNTS:
        for given_account in (account, account.model_copy(update={"headline": None})):
            as_one(given_account, account.what.word(), reading)


@given(
    account=st.sampled_from(ACCOUNTS),
    word=st.sampled_from([*KINDS, "of_no_kind"]),
    what=st.sampled_from([kind.example() for kind in KINDS.values()]),
    when=st.sampled_from([None, {"edtf": "2009-12~"}, {"edtf": {"unknown": True}}, {"stated": "then"}]),
    countries=st.lists(st.sampled_from(COUNTRIES), max_size=4),
    is_worded=st.booleans(),
)
def test_of_payloads_of_every_kind_under_any_word(
    account: Account, word: str, what: Any, when: Any, countries: list[dict[str, str]], is_worded: bool
) -> None:
    content = account.model_dump(mode="json", exclude_none=True) | {"countries": countries}
    content |= {} if when is None else {"when": when}
    content["parties"] = [{"party": party, "role": role} for party in list(PARTIES)[:2] for role in get_args(PartyRole)]
    content["what"] = what.model_dump(mode="json", exclude_none=True)
    if not is_worded:
        content.pop("headline", None)
    as_one(Account.model_validate(content), word, "majority")


@pytest.mark.parametrize("word", sorted(KINDS))
def test_of_a_payload_that_does_not_state_what_its_headline_needs(word: str) -> None:
    for name in KINDS[word].model_fields:
        what = KINDS[word].example().model_copy(update={name: ()}) if name != "kind" else KINDS[word].example()
        as_one(ACCOUNTS[0].model_copy(update={"what": what, "headline": None}), word, "latest")
