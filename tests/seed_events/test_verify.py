"""Citations are held against texts character for character."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.provenance import Citation
from domain.source import Source
from seed_events.verify import Cited, seed_citations, span_sha256, verify

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=200)


def cited(text: str, *ranges: tuple[int, int, str]) -> Cited:
    content = Source.model_validate(
        {
            "kind": "web_page",
            "title": "A text",
            "published": {"edtf": "2011", "basis": "stated"},
            "read_on": "2026-11-20",
            "reliability": "B",
            "text_sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        }
    )
    spans = [{"start": start, "end": end, "span_sha256": sha} for start, end, sha in ranges]
    return Cited("s1", content, (Citation.model_validate({"source": "s1", "ranges": spans}),))


def written(folder: str, text: str) -> Path:
    directory = Path(folder)
    (directory / "text.txt").write_bytes(text.encode("utf-8"))
    return directory


@given(TEXTS, st.data())
def test_the_span_of_any_text_holds_and_a_changed_one_does_not(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    right = (start, end, span_sha256(text, start, end))
    with TemporaryDirectory() as folder:
        directory = written(folder, text)
        assert verify(directory, [cited(text, right)]).holds
        wrong = (start, end, span_sha256(text + "x", start, end + 1))
        assume(wrong[2] != right[2])
        fault = verify(directory, [cited(text, wrong)]).faults[0]
        assert (fault.start, fault.end) == (start, end)


@given(TEXTS)
def test_offsets_are_code_points_and_no_character_is_normalised(text: str) -> None:
    whole = "\r\n\u00a0\U0001f54a" + text
    with TemporaryDirectory() as folder:
        directory = written(folder, whole)
        report = verify(
            directory,
            [cited(whole, (2, 3, span_sha256("\u00a0", 0, 1)), (4, len(whole), span_sha256(text, 0, len(text))))],
        )
    assert report.holds
    assert report.ranges_checked == 2


def test_a_range_beyond_the_text_is_a_fault(tmp_path: Path) -> None:
    written(str(tmp_path), "short")
    report = verify(tmp_path, [cited("short", (0, 9, "ab" * 32))])
    assert "5 characters" in report.faults[0].problem


def test_a_missing_text_is_named_and_a_file_that_nothing_cites_too(tmp_path: Path) -> None:
    written(str(tmp_path), "something else")
    report = verify(tmp_path, [cited("short", (0, 5, span_sha256("short", 0, 5)))])
    assert not report.holds
    assert report.without_text == ("A text",)
    assert report.unused == ("text.txt",)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no such folder"):
        verify(tmp_path / "nowhere", [])


def test_the_seed_cites_five_texts_and_its_own_note_has_none(tmp_path: Path) -> None:
    with_text = [each for each in seed_citations() if each.content.text_sha256]
    assert len(with_text) == 5
    assert all(citation.ranges for each in with_text for citation in each.citations)
    assert len(verify(tmp_path).without_text) == 5
