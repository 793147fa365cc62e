"""What an import prepares before the store is asked comes to what deciding each command by itself comes to."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from domain.commands import COMMAND
from domain.errors import RegestaError
from domain.event import Command
from domain.ids import event_id
from store.application import Application
from store.mapper import content_key
from store.requests import RECORDED, Batch, Filing, Prepared, Recording, Taken, imported, prepared_account
from store.settings import Settings
from tests.store.asking import BY, record, register_party, register_source
from tests.strategies.imports import command_contents


def rows_of(application: Application) -> list[tuple[str, int, str, str, bytes]]:
    """The whole log, as (stream, version, topic, event id, data)."""
    found, versions = [], Counter[str]()
    for row in application.log.rows(range(1, application.log.head() + 1)):
        versions[row.stream] += 1
        id_, data = orjson.loads(row.state)["event_id"], row.state.partition(b',"data":')[2][:-1]
        found.append((row.stream, versions[row.stream], row.topic, id_, data))
    return found


def told(result: Taken | RegestaError) -> tuple[Any, ...]:
    """What an import says of one command."""
    if isinstance(result, RegestaError):
        return type(result).__name__, str(result)
    return result.stream, result.version, result.position, len(result.rows)


def one_by_one(application: Application, commands: list[Command]) -> list[tuple[Any, ...]]:
    """The same told of commands that are decided by themselves; each is a request, and nothing of it is prepared."""
    results: list[tuple[Any, ...]] = []
    for command in commands:
        try:
            outcome = application.execute(command, by=BY)
            results.append((outcome.stream, outcome.version, outcome.position, len(outcome.events)))
        except RegestaError as refusal:
            results.append((type(refusal).__name__, str(refusal)))
    return results


def results_of(batches: Iterable[Batch]) -> list[tuple[Any, ...]]:
    """What an import says of all its commands."""
    return [told(result) for batch in batches for result in batch.results]


def prepared_ahead(command: Command, *, ahead: bool) -> Command | Prepared:
    """What another process would have made of a command, or the command as it is."""
    asked = imported(command, BY)
    return asked if ahead and isinstance(asked, Recording | Filing) else command


@hypothesis_settings(max_examples=50)
@given(contents=command_contents(), size=st.integers(1, 9), ahead=st.booleans())
def test_an_import_comes_to_what_its_commands_come_to_one_by_one(
    contents: list[dict[str, Any]], size: int, ahead: bool
) -> None:
    # given commands of every sort about the same few things, and two stores
    commands = [COMMAND.validate_python(content) for content in contents]
    with (
        tempfile.TemporaryDirectory() as folder,
        Application(Settings.of(Path(folder) / "plain.sqlite")) as plain,
        Application(Settings.of(Path(folder) / "imported.sqlite")) as application,
    ):
        for _ in ("first", "again"):
            # when one store decides each by itself, and the other imports them, prepared as they come or before
            wanted = one_by_one(plain, commands)
            asked = [prepared_ahead(each, ahead=ahead) for each in commands]
            found = results_of(application.execute_many(asked, by=BY, batch_size=size))
            # then the log and what is told are the same, and the ids of an import follow from content
            assert found == wanted
            rows = rows_of(application)
            assert [(*row[:3], row[4]) for row in rows] == [(*row[:3], row[4]) for row in rows_of(plain)]
            assert [row[3] for row in rows] == [
                event_id(content_key(topic, data), stream, version) for stream, version, topic, _, data in rows
            ]


def test_a_prepared_account_that_begins_its_stream_has_the_id_it_was_prepared_with(application: Application) -> None:
    # given an account prepared before its source is in the record
    asked = prepared_account(record("o1"))  # type: ignore[arg-type]
    # when its source comes in before it, and it twice
    results = results_of(application.execute_many([register_source(), asked, asked], by=BY))
    # then it is recorded once, as it was prepared
    assert [added for *_, added in results] == [1, 1, 0]
    assert rows_of(application)[1] == (asked.stream, 1, RECORDED, asked.first_id, asked.account.recorded)


def test_a_prepared_account_meets_private_names_that_came_later(application: Application) -> None:
    # given an account that names a person, prepared while that person is not in the record
    asked = prepared_account(record("o1", summary="Sok San was seen there."))  # type: ignore[arg-type]
    # when the person is registered as private before it comes in
    commands: list[Command | Prepared] = [register_source(), register_party("p1", "Sok San", private=True), asked]
    # then it is refused, as its command would be
    (*_, refused) = results_of(application.execute_many(commands, by=BY))
    assert refused == ("Refused", "a text holds the name of a private person; write {party:p1} instead")
