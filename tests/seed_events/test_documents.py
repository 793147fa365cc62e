"""The files of the seed keep to the editorial rules that `seed_events/README.md` states."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from domain.commands import COMMAND
from domain.event import Command
from domain.occurrence_commands import IdentifyOccurrences, LinkOccurrences, RecordAccount
from domain.party import RegisterParty
from domain.private_names import fold_name
from domain.source import RegisterSource
from seed_events.loader import FOLDER, commands, seed_files
from seed_events.reading import DocumentFile, read_files

SEEDS = read_files(seed_files())
DOCUMENTS = [document for document in SEEDS.documents if document.source["kind"] != "editorial_note"]
COMMANDS = tuple(commands())
RECORDED = [command for command in COMMANDS if isinstance(command, RecordAccount)]

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.key)


def rows(document: DocumentFile) -> Iterator[dict[str, Any]]:
    for _, row in document.accounts:
        yield dict(row)


def spans(row: dict[str, Any]) -> list[tuple[int, int]]:
    return [(span["start"], span["end"]) for span in row["cite"]]


def length(row: dict[str, Any]) -> int:
    return sum(end - start for start, end in spans(row))


def test_all_five_documents_are_there_with_their_own_texts_hash() -> None:
    assert len(DOCUMENTS) == 5
    assert len({document.source["text_sha256"] for document in DOCUMENTS}) == 5


@every_document
def test_every_paragraph_is_cited_or_left_uncited_for_a_reason(document: DocumentFile) -> None:
    cited = [span for row in rows(document) for span in spans(row)]
    for paragraph in document.paragraphs:
        is_cited = any(start < paragraph["end"] and paragraph["start"] < end for start, end in cited)
        assert is_cited != ("uncited" in paragraph), f"{document.key} {paragraph}"
        assert paragraph.get("uncited", "reason").strip()


@every_document
def test_every_range_lies_within_one_paragraph(document: DocumentFile) -> None:
    for row in rows(document):
        for start, end in spans(row):
            inside = [p for p in document.paragraphs if p["start"] <= start < end <= p["end"]]
            assert len(inside) == 1, f"{document.key} {row['occurrence']} [{start}, {end})"


@every_document
def test_citations_cover_the_clause_and_no_more(document: DocumentFile) -> None:
    lengths = [length(row) for row in rows(document)]
    assert statistics.median(lengths) <= 160
    assert max(lengths) <= 400


@every_document
def test_no_citation_answers_for_more_than_two_accounts(document: DocumentFile) -> None:
    uses = Counter(tuple(spans(row)) for row in rows(document))
    assert max(uses.values()) <= 2


@every_document
def test_what_is_called_by_a_name_of_the_text_stays_short(document: DocumentFile) -> None:
    for row in rows(document):
        named = [part.get("as_named", "") for part in row.get("parties", ())]
        hedges = [link.get("hedge", "") for link in row["attribution"]]
        for words in (*named, *hedges, row.get("quotation", "")):
            assert len(words.split()) <= 12, f"{document.key} {row['occurrence']}: {words}"


@every_document
def test_credibility_follows_from_manner_and_chain(document: DocumentFile) -> None:
    for row in rows(document):
        chain = row["attribution"]
        manner = chain[-1]["manner"]
        by_chain = min(1 + len(chain), 4)
        expected = {"planned": 6, "forecast": 6, "alleged": 4, "denied": 2}.get(manner, by_chain)
        assert row["credibility"] == expected, f"{document.key} {row['occurrence']}"


@every_document
def test_a_chain_begins_with_the_documents_own_voice(document: DocumentFile) -> None:
    for row in rows(document):
        outermost = row["attribution"][0]
        assert not {"party", "occurrence"} & set(outermost)
        assert all("party" in link or "occurrence" in link for link in row["attribution"][1:])


@every_document
def test_only_the_documents_own_voice_tells_as_fact(document: DocumentFile) -> None:
    for row in rows(document):
        chain = [link["manner"] for link in row["attribution"]]
        assert "fact" not in chain[1:], f"{document.key} {row['occurrence']}"
        assert len(chain) == 1 or chain[0] == "reported", f"{document.key} {row['occurrence']}"


def test_a_denial_says_what_it_denies() -> None:
    denials = [row for row in _whats() if row.get("stance") == "denial"]
    assert denials
    assert all(row["about"] for row in denials)


def test_the_kind_for_what_has_no_kind_stays_rare() -> None:
    kinds = {command.occurrence: command.kind for command in RECORDED}
    others = [kind for kind in kinds.values() if kind == "other"]
    assert len(others) * 20 <= len(kinds)


def test_the_corpus_is_told_finely() -> None:
    assert len({command.occurrence for command in RECORDED}) >= 150
    assert len(RECORDED) >= 170


def test_no_private_name_stands_in_clear_outside_the_parties() -> None:
    private = [command for command in COMMANDS if isinstance(command, RegisterParty) and command.content.private]
    names = {fold_name(name) for party in private for name in (party.content.name, *party.content.aliases)}
    assert len(private) == 3
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in (".toml", ".md", ".py") and path.name != "parties.toml":
            text = f" {fold_name(path.read_text(encoding='utf-8'))} "
            assert not [name for name in names if f" {name} " in text], path.name


def test_a_private_person_is_named_by_no_public_role() -> None:
    private = {row["key"] for _, row in SEEDS.parties if row.get("private")}
    parts = [part for document in DOCUMENTS for row in rows(document) for part in row.get("parties", ())]
    assert private <= {part["party"] for part in parts}
    assert not [part for part in parts if part["party"] in private and "as_named" in part]


def test_every_id_is_resolved() -> None:
    known = {
        "occurrence": {command.occurrence for command in RECORDED},
        "source": {command.source for command in COMMANDS if isinstance(command, RegisterSource)},
        "party": {command.party for command in COMMANDS if isinstance(command, RegisterParty)},
    }
    for command in RECORDED:
        content = command.account.model_dump(mode="json", exclude_none=True)
        for noun, used in _used_ids(content):
            assert used in known[noun], f"{noun} {used}"
        for mark in re.findall(r"\{party:([^}]*)\}", command.account.summary):
            assert mark in known["party"]
    for tie in COMMANDS:
        if isinstance(tie, IdentifyOccurrences):
            assert {tie.occurrence, tie.same_as} <= known["occurrence"]
        if isinstance(tie, LinkOccurrences):
            assert {tie.occurrence, tie.link.to} <= known["occurrence"]


def test_every_party_and_every_case_is_in_use() -> None:
    used_parties = {used for command in RECORDED for noun, used in _used_ids(_content(command)) if noun == "party"}
    registered = {command.party for command in COMMANDS if isinstance(command, RegisterParty)}
    assert registered == used_parties
    used_cases = {case for document in SEEDS.documents for _, row in document.accounts for case in row.get("cases", ())}
    assert used_cases == SEEDS.case_keys


def test_each_identification_has_a_reason_and_never_joins_what_was_only_foreseen_with_what_was_told() -> None:
    realised = {
        occurrence: any(c.account.manner in ("fact", "reported") for c in RECORDED if c.occurrence == occurrence)
        for occurrence in {command.occurrence for command in RECORDED}
    }
    judgements = [command for command in COMMANDS if isinstance(command, IdentifyOccurrences)]
    assert judgements
    for judgement in judgements:
        assert len(judgement.reason.split()) >= 8
        assert realised[judgement.occurrence] == realised[judgement.same_as]
        assert len(judgement.rests_on) == 2


def test_commands_survive_the_wire() -> None:
    for command in COMMANDS:
        content = command.model_dump(mode="json", exclude_none=True)
        assert COMMAND.validate_python(content) == command


def _whats() -> Iterator[dict[str, Any]]:
    for command in RECORDED:
        yield command.account.what.model_dump(mode="json")


def _content(command: Command) -> Any:
    return command.model_dump(mode="json", exclude_none=True)["account"]


def _used_ids(content: Any) -> Iterator[tuple[str, str]]:
    if isinstance(content, dict):
        for name, value in content.items():
            if name in ("occurrence", "party", "source") and isinstance(value, str):
                yield name, value
            elif name == "about":
                yield from (("occurrence", each) for each in value)
            else:
                yield from _used_ids(value)
    elif isinstance(content, list):
        for each in content:
            yield from _used_ids(each)
