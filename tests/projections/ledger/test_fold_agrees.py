"""The ledger equals the plain fold, whatever happened, however it is asked, after every event."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.chronology.bounds import Bounds
from domain.chronology.order import sort_key
from projections.ledger import Ledger
from projections.slice import Slice
from projections.slice_query import SliceQuery
from tests.projections.ledger.fold import INFINITE, Seen, fold
from tests.strategies.histories import History, histories, slice_queries
from tests.strategies.logs import MemoryLog

COLUMNS = ("start_earliest", "start_latest", "end_earliest", "end_latest")


def day(bound: float) -> int | None:
    return None if abs(bound) == INFINITE else int(bound)


def agree(found: Slice, seen: Seen) -> None:
    """The slice holds exactly what the fold does."""
    for frame, versions in ((found.standing, seen.standing), (found.struck, seen.struck)):
        assert frame["version_id"].to_list() == [version.id for version in versions]
        since = [seen.known_since(version) for version in versions]
        assert frame["known_earliest"].to_list() == [day(earliest) for earliest, _ in since]
        assert frame["known_latest"].to_list() == [day(latest) for _, latest in since]
    removed = [version.id for version in seen.record.versions.values() if version.removed]
    assert found.removed["version_id"].to_list() == removed
    assert (found.withheld.accounts, found.withheld.occurrences) == (
        len(seen.withheld),
        len(seen.withheld_occurrences),
    )
    agree_on_occurrences(found, seen)
    agree_on_ties(found, seen)


def agree_on_occurrences(found: Slice, seen: Seen) -> None:
    network, expected = seen.network(), seen.occurrences
    rows = {row["occurrence"]: row for row in found.occurrences.iter_rows(named=True)}
    assert rows.keys() == expected.keys()
    assert found.rows_of(list(rows)) == rows
    for shown, versions in expected.items():
        row = rows[shown]
        assert Bounds(*(row[name] for name in COLUMNS)) == seen.bounds(network, shown), shown
        standing = [version for version in versions if version in seen.standing]
        assert (row["accounts"], row["struck"]) == (len(standing), len(versions) - len(standing))
        assert row["manners"] == sorted({version.account.manner for version in standing})
        assert row["realised"] == seen.realised(shown)
        assert row["known_earliest"] == day(min(seen.known_since(version)[0] for version in versions))
        assert row["known_latest"] == day(min(seen.known_since(version)[1] for version in versions))
        if shown in seen.record.kinds:
            assert row["kind"] == seen.record.kinds[shown]
    agree_on_order(found, {shown: Bounds(*(row[name] for name in COLUMNS)) for shown, row in rows.items()}, seen)


def agree_on_order(found: Slice, bounds: dict[str, Bounds], seen: Seen) -> None:
    """Law 10: of the entries that wait for none before them, the one with the smallest key is shown next."""
    network = seen.network()

    def before(one: str, other: str) -> bool:
        """All that one entry shows, before all that the other does; what was struck has only its days."""
        latest, earliest = bounds[one].end_latest, bounds[other].start_earliest
        if one == other or (latest is not None and earliest is not None and latest < earliest):
            return one != other
        spoken_of = [
            [each for each in seen.members(shown) if network.component(each) is not None] for shown in (one, other)
        ]
        return all(spoken_of) and all(network.entailed_before(*pair) for pair in product(*spoken_of))

    certain = {pair for pair in product(bounds, repeat=2) if before(*pair)}
    left, expected = set(bounds), []
    while left:
        ready = [each for each in left if not any((other, each) in certain for other in left)]
        expected.append(min(ready, key=lambda each: sort_key(each, bounds[each])))
        left.remove(expected[-1])
    assert found.occurrences["occurrence"].to_list() == expected
    for pair in product(bounds, repeat=2):
        assert found.surely_before(*pair) == (pair in certain)


def agree_on_ties(found: Slice, seen: Seen) -> None:
    links = {(seen.shown(where), link.kind, seen.shown(link.to)) for where, link in seen.links}
    assert set(found.links.select("occurrence", "kind", "to").iter_rows()) == links
    filed = {(seen.shown(where), case) for case, where in seen.record.filed if seen.shown(where) in seen.occurrences}
    assert set(found.cases.iter_rows()) == filed
    parts = set()
    for shown, versions in seen.occurrences.items():
        for version in versions:
            for part in version.account.countries:
                parts.add((shown, part.code, part.role, version in seen.standing))
    assert set(found.countries.iter_rows()) == parts
    for where in seen.record.kinds:
        expected = seen.shown(where) if seen.shown(where) in seen.occurrences else None
        assert found.shown_as(where) == expected


@given(histories(), st.data())
@settings(max_examples=60, deadline=None)
def test_after_every_event_the_ledger_equals_the_fold(history: History, data: st.DataObject) -> None:
    log = MemoryLog()
    ledger = Ledger(log)
    for count, event in enumerate(history.events, start=1):
        log.append(event)
        ledger.catch_up()
        if count < len(history.events) - 6 and count % 4:
            continue
        query = SliceQuery.model_validate(data.draw(slice_queries()))
        agree(ledger.slice(query), Seen(fold(history.events[:count]), query))


@given(histories(), st.data())
@settings(max_examples=60, deadline=None)
def test_any_query_at_any_position_equals_the_fold_of_the_events_by_then(history: History, data: st.DataObject) -> None:
    ledger = Ledger(history.log())
    head = ledger.catch_up()
    for _ in range(3):
        query = SliceQuery.model_validate(data.draw(slice_queries(head=head)))
        position = head if query.at_position is None else query.at_position
        agree(ledger.slice(query), Seen(fold(history.events[:position]), query))
