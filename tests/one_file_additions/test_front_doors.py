"""The same three files, seen by everybody: over HTTP, on the command line, in exports, and held to the laws."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.one_file_additions.stranger import ROOT, add_tests, copy_with_additions, run, run_script

SERVE = """
import asyncio, json, sys
import httpx
from api.bootstrap import Service
from api.http.app import create_app
from api.http.settings import DoorSettings
from domain.commands import COMMAND
from store.settings import Settings

SOURCE = {"kind": "report", "title": "A report", "published": {"edtf": "2009-12-24", "basis": "stated"},
          "read_on": "2026-11-20", "reliability": "B"}

def account(occurrence, what, start):
    return {"do": "record_account", "occurrence": occurrence, "kind": what["kind"], "account": {
        "citation": {"source": "s1", "ranges": [{"start": start, "end": start + 9, "span_sha256": "ab" * 32}]},
        "attribution": [{"manner": "fact"}], "credibility": 2, "summary": "A summary.", "what": what,
        "when": {"edtf": "2009-12"}, "countries": [{"code": "KH", "role": "where", "name": "Cambodia"}]}}

async def read(app, paths):
    transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 50000))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as client:
        return [(await client.get("/v1" + path)).text for path in paths]

with Service(Settings.of(sys.argv[1])) as service:
    for command in (
        {"do": "register_source", "source": "s1", "content": SOURCE},
        account("drop", {"kind": "airdrop", "tonnes": {"at_least": "2.5"}}, 0),
        account("loan", {"kind": "loan_pledge", "amount": {"currency": "USD", "figure": "7"}}, 20),
    ):
        service.application.execute(COMMAND.validate_python(command), by="stranger")
    app = create_app(service, DoorSettings(open_on_loopback=True))
    print(json.dumps(asyncio.run(read(app, sys.argv[2:]))))
"""

MAIN = "from api.cli import main; main()"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_with_additions(tmp_path_factory.mktemp("stranger"))


@pytest.fixture(scope="module")
def store(folder: Path) -> str:
    """A store with one airdrop and one pledge in it."""
    place = str(folder / "record.sqlite")
    run(folder, "-c", SERVE, place)
    return place


def test_http_serves_the_kind_the_projection_and_the_format(folder: Path, store: str) -> None:
    paths = (
        "/kinds",
        "/views/pledges?country=KH&known_on=2010-01-01",
        "/timeline?kind=airdrop&format=outline",
        "/openapi.json",
    )
    kinds, pledges, outline, document = json.loads(run(folder, "-c", SERVE, store, *paths))
    airdrop = next(row for row in json.loads(kinds)["rows"] if row["kind"] == "airdrop")
    assert airdrop["description"] == "Goods dropped from the air to a party on the ground."
    assert airdrop["occurrences"] == 1
    assert json.loads(pledges)["rows"] == [{"source": "s1", "currency": "USD", "figures": ["7"]}]
    assert json.loads(pledges)["known_on"] == "2010-01-01"
    assert outline == "drop between 2009-12-01 and 2009-12-24, derived, cited as 2009-12: Airdrop\n"
    assert "/v1/views/pledges" in json.loads(document)["paths"]
    assert "Airdrop" in document


def test_what_was_not_known_does_not_count_in_the_new_projection_either(folder: Path, store: str) -> None:
    (pledges,) = json.loads(run(folder, "-c", SERVE, store, "/views/pledges?country=KH&known_on=2009-12-01"))
    assert json.loads(pledges)["rows"] == []


def test_the_command_line_has_them_too(folder: Path, store: str) -> None:
    table = run(folder, "-c", MAIN, "pledges", "--country", "KH", "--store", store)
    assert json.loads(table) == {"source": "s1", "currency": "USD", "figures": ["7"]}
    outline = run(folder, "-c", MAIN, "timeline", "--kind", "airdrop", "--format", "outline", "--store", store)
    assert outline.startswith("drop between 2009-12-01")
    assert "pledges" in run(folder, "-c", MAIN, "--help")
    log = run(folder, "-c", MAIN, "export", "--to", "jsonl", "-", "--store", store)
    assert any(json.loads(line)["data"].get("kind") == "airdrop" for line in log.splitlines())


def test_the_laws_hold_for_them_without_a_new_test(folder: Path) -> None:
    """All laws over registered kinds, projections and formats, run in the copy for the three additions alone."""
    add_tests(folder)
    laws = (
        "tests/domain/kinds",
        "tests/projections/test_registry.py",
        "tests/projections/test_laws.py",
        "tests/formats",
    )
    chosen = "(airdrop or pledges or outline) and not golden"
    told = run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", chosen, *laws)
    found = re.search(r"(\d+) passed", told)
    assert found is not None
    assert int(found[1]) > 15, told


def test_the_how_to_pages_show_files_that_work_as_they_stand(tmp_path: Path) -> None:
    added = {}
    for page in ("add-a-kind", "add-a-projection", "add-a-format"):
        text = (ROOT / "docs" / "how-to" / f"{page}.md").read_text()
        found = re.search(r"```python\n# (\S+)\n(.*?)```", text, re.DOTALL)
        assert found is not None, page
        added[found[1]] = found[2]
    folder = copy_with_additions(tmp_path, added)
    script = """
import json
from domain.kinds import KINDS
from formats.registry import EXPORTS
from projections.registry import PROJECTIONS
new = [PROJECTIONS["pledges"].title(), EXPORTS["headlines"].suffix, KINDS["airdrop"].example().headline()]
print(json.dumps(new))
"""
    assert run_script(folder, script) == [
        "What was pledged, account by account; retracted pledges never count.",
        ".txt",
        "Airdrop of 3 tonnes",
    ]
    add_tests(folder)
    chosen = "(airdrop or pledges or headlines) and not golden"
    laws = (
        "tests/domain/kinds",
        "tests/projections/test_registry.py",
        "tests/projections/test_laws.py",
        "tests/formats",
    )
    assert " passed" in run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", chosen, *laws)
