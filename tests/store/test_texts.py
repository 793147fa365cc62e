"""Attached texts: matched by hash alone, shown by code points, never by bytes."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.texts import Texts

WRITTEN = st.text(st.characters(codec="utf-8"), min_size=1, max_size=300)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WRITTEN, st.data())
def test_a_passage_is_the_cited_span_within_the_text(tmp_path: Path, text: str, data: st.DataObject) -> None:
    offered = tmp_path / "offered"
    offered.mkdir(exist_ok=True)
    (offered / "text.txt").write_bytes(text.encode())
    texts = Texts(tmp_path / "kept")
    found = sha256(text.encode()).hexdigest()
    assert [each.matches for each in texts.attach(offered, [found])] == [True]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    passage = texts.passage(found, start, end)
    assert passage is not None
    assert passage.cited == text[start:end]
    assert passage.before + passage.cited + passage.after in text


def test_files_that_match_no_source_are_told_and_not_kept(tmp_path: Path) -> None:
    (tmp_path / "offered").mkdir()
    (tmp_path / "offered" / "other.txt").write_text("something else", encoding="utf-8")
    texts = Texts(tmp_path / "kept")
    (attached,) = texts.attach(tmp_path / "offered", ["0" * 64])
    assert not attached.matches
    assert not texts.has(attached.text_sha256)


def test_a_copy_that_was_changed_afterwards_counts_as_not_attached(tmp_path: Path) -> None:
    (tmp_path / "offered").mkdir()
    (tmp_path / "offered" / "text.txt").write_text("the wording", encoding="utf-8")
    found = sha256(b"the wording").hexdigest()
    texts = Texts(tmp_path / "kept")
    list(texts.attach(tmp_path / "offered", [found]))
    (tmp_path / "kept" / f"{found}.txt").write_text("another wording", encoding="utf-8")
    assert texts.passage(found, 0, 3) is None
