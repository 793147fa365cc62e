"""Rows that cannot be read are in no view and in plain sight."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from api.bootstrap import Service
from projections.slice_query import SliceQuery
from store.application import Application
from store.dialect import NewRow
from store.settings import Settings
from tests.store.asking import BY, many

CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda state: state[:-30],
    "no UTF-8": lambda _: b"\xff\xfe",
    "empty": lambda _: b"",
    "no object": lambda _: b"[]",
    "no account": lambda state: state.replace(b'"account":', b'"acount":'),
    "no manner of ours": lambda state: state.replace(b'"fact"', b'"rumour"'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_row_that_cannot_be_read_is_listed_and_hides_no_other(tmp_path: Path, change: str) -> None:
    settings = Settings.of(tmp_path / "record.sqlite")
    with Application(settings) as application:
        list(application.execute_many(many(3), by=BY))
        row = application.log.rows([2])[0]
        bad = NewRow("occurrence:bad", 1, row.topic, CHANGES[change](row.state.replace(b'"o0"', b'"bad"')))
        with application._recorder.writing() as transaction:
            transaction.append([bad])
        list(application.execute_many(many(5), by=BY))
    with Service(settings) as service:
        shown = service.slice(SliceQuery()).occurrences["occurrence"].to_list()
        assert sorted(shown) == [f"o{number}" for number in range(5)]
        health = service.health()
        assert [(found["position"], found["stream"]) for found in health["quarantined"]] == [(5, "occurrence:bad")]
        assert health["status"] == "degraded"
        assert health["position"] == health["ledger_position"] == 7
