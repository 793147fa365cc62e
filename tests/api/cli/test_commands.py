"""The command line asks what HTTP asks, says what went wrong, and loses nothing on the way out and in."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from api.cli.dossier_text import print_dossier
from api.cli.listing import built_in, projected
from api.cli.opening import opened
from api.passages import passages
from projections.dossier_shapes import Dossier
from projections.registry import PROJECTIONS, projection_named
from projections.slice_query import SliceQuery
from tests.api.cli.conftest import Run, lines_of

DAM = [
    {
        "do": "register_source",
        "source": "gazette",
        "content": {
            "kind": "newspaper_article",
            "title": "Gazette",
            "published": {"edtf": "1992-04-03", "basis": "stated"},
            "read_on": "2026-11-20",
            "reliability": "C",
        },
    },
    {
        "do": "record_account",
        "occurrence": "dam-decision",
        "kind": "decision",
        "account": {
            "citation": {"source": "gazette", "page": "2"},
            "attribution": [{"manner": "fact"}],
            "credibility": 2,
            "summary": "The ministry decided to build the dam.",
            "what": {"kind": "decision", "matter": "a dam"},
            "when": {"edtf": "1992-03"},
            "countries": [{"code": "KH", "role": "where", "name": "Cambodia"}],
        },
    },
]


def test_every_projection_is_a_command() -> None:
    assert {each.projection for each in projected()} == set(PROJECTIONS)
    assert {each.word for each in projected()} == {each.command for each in PROJECTIONS.values()}
    assert {"serve", "init", "import", "verify", "rebuild", "export", "attach", "backup", "doctor"} <= {
        each.word for each in built_in()
    }


def test_the_list_of_commands_imports_no_read_side() -> None:
    heavy = "{'polars', 'fastapi'} & set(sys.modules)"
    asked = f"import sys; from api.cli import main; main(['--help']); print(sorted({heavy}))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("[]")


def test_a_timeline_in_a_pipe_is_one_entry_a_line(run: Run, seeded: Path) -> None:
    code, out, _ = run("timeline", "KH", "--store", seeded, "--from", "2009-12-19", "--to", "2009-12-19")
    assert code == 0
    entries = lines_of(out)
    assert "deportation" in {entry["kind"] for entry in entries}
    assert all(any(country["code"] == "KH" for country in entry["countries"]) for entry in entries)


def test_what_is_known_depends_on_the_day_and_the_reading(run: Run, seeded: Path) -> None:
    """The two statements of 18 and 23 December 2009 are told by cables that came out in 2011."""
    told = {"2009-12-18", "2009-12-23"}
    for day, knowledge, kinds, statements in (
        ("2010-06-01", "public", {"deportation", "loan_pledge"}, set()),
        ("2010-06-01", "documented", set(), set()),
        ("2011-09-05", "documented", {"deportation", "loan_pledge"}, told),
    ):
        code, out, _ = run(
            "timeline", "KH", "--store", seeded, "--known-on", day, "--knowledge", knowledge, "--limit", "500"
        )
        assert code == 0
        found = lines_of(out)
        assert kinds <= {entry["kind"] for entry in found}
        days = {
            entry["when"]["earliest"]
            for entry in found
            if entry["kind"] == "statement" and entry["when"]["earliest"] == entry["when"]["latest"]
        }
        assert days & told == statements
        assert found or not kinds


def test_the_whole_reply_can_be_asked_for(run: Run, seeded: Path) -> None:
    code, out, _ = run("timeline", "--store", seeded, "--known-on", "2010-06-01", "--format", "json")
    reply = json.loads(out)
    assert code == 0
    assert reply["known_on"] == "2010-06-01"
    assert reply["withheld"]["accounts"] > 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["timeline", "--known-on", "yesterday"], "--known-on"),
        (["timeline", "--from", "2009-13"], "--from"),
        (["timeline", "--kind", "picnic"], "deportation"),
        (["timeline", "--format", "papyrus"], "csv"),
        (["timeline", "XQ1"], "ISO 3166"),
        (["frobnicate"], "No such command"),
        (["timeline", "--limit", "0"], "--limit"),
    ],
)
def test_wrong_words_are_told_with_what_would_be_accepted(
    run: Run, seeded: Path, arguments: list[str], told: str
) -> None:
    store = [] if arguments == ["frobnicate"] else ["--store", str(seeded)]
    code, out, err = run(*arguments, *store)
    assert (code, out) == (2, "")
    assert told in err


def test_an_unknown_occurrence_is_refused_with_exit_code_one(run: Run, seeded: Path) -> None:
    code, out, err = run("show", "nothing-goes-by-this", "--store", seeded)
    assert (code, out) == (1, "")
    assert "nothing-goes-by-this" in err


def test_an_exported_log_gives_the_same_record_and_the_same_bytes(run: Run, seeded: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    _, exported, _ = run("export", "-", "--store", seeded)
    (tmp_path / "log.jsonl").write_text(exported, encoding="utf-8")
    code, _, err = run("import", tmp_path / "log.jsonl", "--store", other)
    assert code == 0, err
    assert run("export", "-", "--store", other)[1] == exported
    one, another = (
        run("timeline", "--store", each, "--limit", "1000", "--format", "json")[1] for each in (seeded, other)
    )
    assert one == another


def test_an_import_tells_every_row_that_failed_and_keeps_the_others(run: Run, tmp_path: Path) -> None:
    store, file = tmp_path / "r.sqlite", tmp_path / "dam.jsonl"
    rows = [json.dumps(each) for each in DAM]
    rows.insert(1, '{"do": "record_account", "occurrence": "x"}')
    rows.append("no json at all")
    file.write_text("\n".join(rows), encoding="utf-8")
    code, _, err = run("import", file, "--store", store)
    assert code == 1
    assert "line 2" in err
    assert "line 4" in err
    assert "2 events added" in err
    assert [entry["id"] for entry in lines_of(run("timeline", "KH", "--store", store)[1])] == ["dam-decision"]


def test_importing_twice_adds_nothing(run: Run, tmp_path: Path) -> None:
    store, file = tmp_path / "r.sqlite", tmp_path / "dam.jsonl"
    file.write_text("\n".join(json.dumps(each) for each in DAM), encoding="utf-8")
    assert "2 events added" in run("import", file, "--store", store)[2]
    assert "0 events added" in run("import", file, "--store", store)[2]


def test_init_twice_adds_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    first, second = (run("init", path)[2] for _ in range(2))
    assert first == second


def test_a_backup_opens_as_a_store_of_its_own(run: Run, seeded: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    assert run("backup", copy, "--store", seeded)[0] == 0
    assert run("export", "-", "--store", copy)[1] == run("export", "-", "--store", seeded)[1]
    assert run("backup", copy, "--store", seeded)[0] == 1


def test_the_doctor_finds_nothing_wrong_here(run: Run, seeded: Path) -> None:
    code, out, _ = run("doctor", "--store", seeded)
    assert code == 0, out
    assert "LOOK" not in out


def test_the_doctor_notices_a_foreign_package_of_the_same_name(seeded: Path, tmp_path: Path) -> None:
    (tmp_path / "domain").mkdir()
    (tmp_path / "domain" / "__init__.py").write_text("", encoding="utf-8")
    doctor = f"main(['doctor', '--store', {str(seeded)!r}])"
    asked = f"import sys; sys.path.append({str(tmp_path)!r}); from api.cli import main; sys.exit({doctor})"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "several packages go by the name domain" in done.stdout


def test_verify_reads_the_log_and_tells_of_texts_that_are_missing(run: Run, seeded: Path, tmp_path: Path) -> None:
    assert run("verify", "--store", seeded)[0] == 0
    code, out, _ = run("verify", "--store", seeded, "--sources", tmp_path)
    assert code == 1
    assert "no text for" in out


def test_rebuild_counts_the_events(run: Run, seeded: Path) -> None:
    code, out, _ = run("rebuild", "--store", seeded)
    assert code == 0
    assert "events in" in out


def test_the_beginning_of_an_id_is_enough_while_it_is_the_only_one(run: Run, seeded: Path) -> None:
    entries = lines_of(run("timeline", "KH", "--store", seeded, "--kind", "raid")[1])
    whole = entries[0]["id"]
    one, other = (run("show", each, "--store", seeded, "--format", "json")[1] for each in (whole, whole[:8]))
    assert json.loads(one)["entry"] == json.loads(other)["entry"]


def test_a_dossier_for_reading_shows_the_passages_of_attached_texts(tmp_path: Path, run: Run) -> None:
    text = "It was told that the ministry decided to build the dam.\nNothing else."
    start = text.index("the ministry")
    end = start + len("the ministry decided")
    dam = json.loads(json.dumps(DAM))
    dam[0]["content"]["text_sha256"] = sha256(text.encode()).hexdigest()
    span = {"start": start, "end": end, "span_sha256": sha256(text[start:end].encode()).hexdigest()}
    dam[1]["account"]["citation"] = {"source": "gazette", "ranges": [span]}
    store, file, texts = tmp_path / "r.sqlite", tmp_path / "dam.jsonl", tmp_path / "texts"
    file.write_text("\n".join(json.dumps(each) for each in dam), encoding="utf-8")
    texts.mkdir()
    (texts / "gazette.txt").write_text(text, encoding="utf-8")
    assert run("import", file, "--store", store)[0] == 0
    assert run("verify", "--store", store, "--sources", texts)[0] == 0
    assert "Gazette" in run("attach", texts, "--store", store)[1]
    out = Console(record=True, width=200, file=StringIO())
    with opened(str(store)) as service:
        asked = projection_named("dossier").Query.model_validate({"id": "dam-decision"})
        view = service.answer("dossier", SliceQuery(), asked)
        assert isinstance(view, Dossier)
        print_dossier(view, passages(service.slice(SliceQuery()), service.texts, "dam-decision"), out)
    shown = out.export_text()
    assert "It was told that the ministry decided to build the dam. Nothing else." in shown
    assert "gazette.txt" not in run("export", "-", "--store", store)[1]


def test_what_is_listed_as_undated_is_what_is_counted(run: Run, seeded: Path) -> None:
    reply = json.loads(run("timeline", "--store", seeded, "--limit", "1000", "--format", "json")[1])
    assert reply["total_undated"] == len(reply["undated"]) > 0
    assert reply["total"] == len(reply["entries"]) + len(reply["undated"])
