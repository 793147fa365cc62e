"""Loading: nothing is refused, twice adds nothing, the order of the files does not matter, errors name their place."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.event import Event
from seed_events.loader import FOLDER, commands, load_files, seed_files
from store.application import Application
from store.settings import Settings

DOCUMENTS = sorted((FOLDER / "documents").glob("[0-9]*.toml"))
REGISTERS = [FOLDER / "parties.toml", FOLDER / "cases.toml"]


def load(application: Application, paths: list[Path]) -> int:
    """Load files; how many events were added."""
    batches = list(application.execute_many(load_files(paths), by="tests"))
    assert not [result for batch in batches for result in batch.results if isinstance(result, Exception)]
    return sum(batch.added for batch in batches)


def content(application: Application) -> dict[str, frozenset[tuple[str, str]]]:
    """What each stream holds, without the order of arrival."""
    streams = {command.stream for command in commands()}
    return {
        stream: frozenset(_plain(recorded.event) for recorded in application.events_of(stream)) for stream in streams
    }


def _plain(event: Event) -> tuple[str, str]:
    held: dict[str, Any] = event.model_dump(mode="json", exclude_none=True)
    held.pop("kind", None)
    name = "account" if event.type in ("OccurrenceRecorded", "AccountAdded") else event.type
    return name, repr(sorted(held.items(), key=lambda item: item[0]))


def test_the_record_takes_the_whole_seed_and_nothing_of_it_twice(tmp_path: Path) -> None:
    with Application(Settings.of(tmp_path / "record.sqlite")) as application:
        assert load(application, list(seed_files())) > 500
        assert load(application, list(seed_files())) == 0


@settings(max_examples=3, deadline=None)
@given(st.permutations(DOCUMENTS))
def test_documents_loaded_in_any_order_give_the_same_record(order: list[Path]) -> None:
    with TemporaryDirectory() as folder, Application(Settings.of(Path(folder) / "one.sqlite")) as at_once:
        load(at_once, list(seed_files()))
        expected = content(at_once)
    with TemporaryDirectory() as folder, Application(Settings.of(Path(folder) / "other.sqlite")) as piecemeal:
        for document in order:
            load(piecemeal, [*REGISTERS, document])
        load(piecemeal, list(seed_files()))
        assert content(piecemeal) == expected


def test_the_order_in_which_files_are_named_does_not_matter() -> None:
    assert list(load_files(reversed(seed_files()))) == list(commands())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[source", "no TOML"),
        ("[[party]]\nkind = 'person'\n", "lacks key, name"),
        ("[[partie]]\n", "unknown table"),
        ("[[party]]\nkey = 'a'\nkind = 'ghost'\nname = 'A'\n", "kind"),
        ("[[link]]\nfrom = 'a/b'\nkind = 'part_of'\nto = 'a/c'\n", "no occurrence of the seed"),
        ("[source]\ntitle = 'A'\n", "a source has a key"),
    ],
)
def test_an_error_names_the_file_and_the_place(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid) as caught:
        list(load_files([path]))
    assert named in str(caught.value)
    assert "broken.toml" in str(caught.value)


def test_a_key_that_nothing_goes_by_is_named(tmp_path: Path) -> None:
    path = tmp_path / "document.toml"
    whole = DOCUMENTS[0].read_text(encoding="utf-8")
    path.write_text(whole.replace('party = "wikileaks"', 'party = "nobody-at-all"', 1), encoding="utf-8")
    with pytest.raises(Invalid, match="nobody-at-all"):
        list(load_files([*REGISTERS, path]))
