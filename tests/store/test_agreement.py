"""SQLite, PostgreSQL and a record in memory, in lockstep over random histories: they answer alike."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from domain.errors import Conflict, RegestaError
from domain.event import Event
from store.application import Application
from store.requests import Outcome
from store.settings import Settings
from tests.domain.record import Record, account, source
from tests.store.asking import BY, command, data_of_rows
from tests.store.postgres import PostgresServer

NUMBERS = st.integers(0, 2)
KEYS = st.none() | st.sampled_from(["k1", "k2", "k3"])
EXPECTED = st.none() | st.integers(0, 4)

SIMPLE = ["source", "record", "add", "case", "file", "unfile", "party", "private", "link", "identify", "distinguish"]
VERSIONED = ["amend", "correct", "retract", "withdraw", "reinstate", "withdraw_all", "reclassify"]


Answer = tuple[str, int, int, tuple[Event, ...]]


@dataclass
class Model(Record):
    """What the record comes to, in memory, with the terms of the store: expected versions and keys."""

    used: dict[str, tuple[Any, Answer]] = field(default_factory=dict)
    log: list[Event] = field(default_factory=list)

    def execute(self, asked: Any, key: str | None, expected: int | None) -> Answer:
        if key is not None and key in self.used:
            body, outcome = self.used[key]
            if body != asked:
                raise RegestaError("idempotency_key_reused")
            return outcome
        version = len(self.streams[asked.stream])
        if expected is not None and expected != version:
            raise Conflict("moved", stream=asked.stream, expected=expected, actual=version)
        events = self.run(**asked.model_dump())
        self.log += events
        self._note(events)
        outcome = (asked.stream, version + len(events), len(self.log), events)
        if key is not None:
            self.used[key] = (asked, outcome)
        return outcome

    def _note(self, events: tuple[Event, ...]) -> None:
        for event in events:
            content = getattr(event, "content", None)
            if event.type == "PartyRegistered":
                self.parties.add(event.party)  # type: ignore[attr-defined]
                if content.private:  # type: ignore[union-attr]
                    self.private[content.name] = event.party  # type: ignore[union-attr, attr-defined]
            if event.type == "OccurrenceIdentified":
                self.same_as.add((event.occurrence, event.same_as))  # type: ignore[attr-defined]
            if event.type == "OccurrenceDistinguished":
                one, other = event.occurrence, event.distinct_from  # type: ignore[attr-defined]
                self.same_as -= {(one, other), (other, one)}


class Lockstep(RuleBasedStateMachine):
    """One record kept three times over."""

    server: PostgresServer

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="regesta-agreement-"))
        self.database = self.server.fresh_database()
        self.places = [
            Settings.of(self.folder / "record.sqlite"),
            Settings.of(self.server.url(self.database.__enter__())),
        ]
        self.stores = [Application(each) for each in self.places]
        self.model = Model()
        self.ask("source", 0, 0, None, None)
        self.ask("record", 0, 0, None, None)

    def teardown(self) -> None:
        for store in self.stores:
            store.close()
        self.database.__exit__(None, None, None)
        shutil.rmtree(self.folder)

    @rule(what=st.sampled_from(SIMPLE), one=NUMBERS, other=NUMBERS, key=KEYS, expected=EXPECTED)
    def ask(self, what: str, one: int, other: int, key: str | None, expected: int | None) -> None:
        self._all_agree(command(**simple(what, one, other)), key, expected)

    @rule(what=st.sampled_from(VERSIONED), one=NUMBERS, other=NUMBERS, key=KEYS)
    def change(self, what: str, one: int, other: int, key: str | None) -> None:
        versions = sorted(self.model.state(f"occurrence:o{one}").versions) or ["none"]
        self._all_agree(command(**versioned(what, one, other, versions[other % len(versions)])), key, None)

    @rule(apart=st.booleans(), one=NUMBERS, other=NUMBERS)
    def judge(self, apart: bool, one: int, other: int) -> None:
        self.ask("record", one, 0, None, None)
        self.ask("distinguish" if apart else "identify", one, other, None, None)

    @rule(which=st.integers(0, 1))
    def reopen(self, which: int) -> None:
        self.stores[which].close()
        self.stores[which] = Application(self.places[which])

    @rule(asked=st.lists(st.tuples(st.sampled_from(SIMPLE), NUMBERS, NUMBERS), max_size=4), size=st.integers(1, 4))
    def bring_in(self, asked: list[tuple[str, int, int]], size: int) -> None:
        commands = [command(**simple(*each)) for each in asked]
        wanted = [_answer(lambda each=each: self.model.execute(each, None, None)[:3]) for each in commands]
        for store in self.stores:
            results = [
                result for batch in store.execute_many(commands, by=BY, batch_size=size) for result in batch.results
            ]
            assert [type(each) if isinstance(each, RegestaError) else each[:3] for each in results] == wanted

    @invariant()
    def logs_are_alike(self) -> None:
        wanted = [
            (f"{event.type}/{event.version}", event.stream, event.model_dump(mode="json", exclude_none=True))
            for event in self.model.log
        ]
        for store in self.stores:
            assert store.log.head() == len(wanted)
            assert data_of_rows(store) == wanted
            assert store.verify().sound

    def _all_agree(self, asked: Any, key: str | None, expected: int | None) -> None:
        def ask(store: Application) -> Any:
            outcome = store.execute(asked, by=BY, idempotency_key=key, expected_version=expected)
            return _shown(outcome)

        wanted = _answer(lambda: self.model.execute(asked, key, expected))
        for store in self.stores:
            answer = _answer(lambda store=store: ask(store))
            if isinstance(wanted, type):
                assert isinstance(answer, type)
                assert issubclass(answer, wanted)
            else:
                assert answer == wanted


def _shown(outcome: Outcome) -> Answer:
    return outcome.stream, outcome.version, outcome.position, tuple(each.event for each in outcome.events)


def _answer(asking: Any) -> Any:
    try:
        return asking()
    except RegestaError as refusal:
        return type(refusal)


def simple(what: str, one: int, other: int) -> dict[str, Any]:
    occurrence = {"occurrence": f"o{one}"}
    told = account("s0", 100 * other, summary=["It was done.", "Ann Example was there.", "Nothing."][one])
    asked: dict[str, dict[str, Any]] = {
        "source": {"do": "register_source", "source": f"s{one}", "content": source(title=f"Title {other // 2}")},
        "record": {"do": "record_account", **occurrence, "kind": "deportation", "account": account("s0", 100 * other)},
        "add": {"do": "record_account", **occurrence, "kind": "deportation", "account": told},
        "case": {"do": "open_case", "case": f"c{one}", "content": {"title": f"Title {other // 2}"}},
        "file": {"do": "file_occurrence", "case": f"c{other}", **occurrence},
        "unfile": {"do": "unfile_occurrence", "case": f"c{other}", **occurrence, "reason": "a slip"},
        "party": {"do": "register_party", "party": f"p{one}", "content": {"kind": "state", "name": "A state"}},
        "private": {
            "do": "register_party",
            "party": f"p{one}",
            "content": {"kind": "person", "name": "Ann Example", "private": True},
        },
        "link": {"do": "link_occurrences", **occurrence, "link": {"kind": "responds_to", "to": f"o{other}"}},
        "identify": {"do": "identify_occurrences", **occurrence, "same_as": f"o{other}", "reason": "alike"},
        "distinguish": {"do": "distinguish_occurrences", **occurrence, "distinct_from": f"o{other}", "reason": "not"},
    }
    return asked[what]


def versioned(what: str, one: int, other: int, version: str) -> dict[str, Any]:
    of = {"occurrence": f"o{one}", "version": version}
    new = account("s0", 100 * other, summary=f"Summary {one}.")
    disclosed = {"edtf": f"2012-0{other + 1}"}
    asked: dict[str, dict[str, Any]] = {
        "amend": {"do": "amend_account", **of, "account": new, "reason": "a slip"},
        "correct": {"do": "correct_account", **of, "account": new, "disclosed": disclosed},
        "retract": {"do": "retract_account", **of, "disclosed": disclosed},
        "withdraw": {"do": "withdraw_account", **of, "reason": "a slip"},
        "reinstate": {"do": "reinstate_account", **of, "reason": "it was right"},
        "withdraw_all": {"do": "withdraw_occurrence", "occurrence": f"o{one}", "reason": "a slip"},
        "reclassify": {
            "do": "reclassify_occurrence",
            "occurrence": f"o{one}",
            "kind": ["raid", "deportation"][other % 2],
            "reason": "a judgement",
        },
    }
    return asked[what]


@pytest.fixture
def lockstep(postgres_server: PostgresServer) -> type[Lockstep]:
    return type("LockstepHere", (Lockstep,), {"server": postgres_server})


def test_stores_and_memory_agree(lockstep: type[Lockstep]) -> None:
    run_state_machine_as_test(
        lockstep, settings=hypothesis_settings(max_examples=15, stateful_step_count=20, deadline=None)
    )
