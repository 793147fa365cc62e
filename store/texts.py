"""The user's own copies of source texts: kept beside the store, never in the log, never exported.

A text is matched by the SHA-256 of its bytes, so a citation's character ranges mean the same there as where they were
written down. Texts are often under copyright; that is why they stay the user's own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

MOST_TEXT_BYTES = 64 * 1024 * 1024


class Attached(NamedTuple):
    """One file of a folder that was offered: its hash, and whether a registered source has that hash."""

    file: Path
    text_sha256: str
    matches: bool


class Passage(NamedTuple):
    """The cited span with the text around it, up to the nearest spaces; offsets count Unicode code points."""

    before: str
    cited: str
    after: str


class Texts:
    """The folder of attached texts that belongs to one store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def attach(self, offered: Path, wanted: Iterable[str]) -> Iterator[Attached]:
        """Keep a copy of each file below `offered` whose hash is among `wanted`; tell of every file."""
        hashes = frozenset(wanted)
        for file in sorted(path for path in offered.rglob("*") if path.is_file()):
            if file.stat().st_size > MOST_TEXT_BYTES:
                yield Attached(file, "", matches=False)
                continue
            content = file.read_bytes()
            found = sha256(content).hexdigest()
            if found in hashes:
                self._keep(found, content)
            yield Attached(file, found, found in hashes)

    def has(self, text_sha256: str) -> bool:
        """Whether the text of that hash is attached."""
        return self._file(text_sha256).is_file()

    def text(self, text_sha256: str) -> str | None:
        """The attached text, or `None`; a copy whose bytes no longer have the hash counts as not attached."""
        try:
            content = self._file(text_sha256).read_bytes()
        except FileNotFoundError:
            return None
        return content.decode("utf-8", "strict") if sha256(content).hexdigest() == text_sha256 else None

    def passage(self, text_sha256: str, start: int, end: int, around_chars: int = 200) -> Passage | None:
        """The span [start, end) with the text around it, or `None` where the text is not attached or too short."""
        text = self.text(text_sha256)
        if text is None or end > len(text):
            return None
        return Passage(_tail(text[:start], around_chars), text[start:end], _head(text[end:], around_chars))

    def _keep(self, text_sha256: str, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = self._file(text_sha256)
        partial = kept.with_suffix(f".{os.getpid()}.partial")
        partial.write_bytes(content)
        partial.replace(kept)

    def _file(self, text_sha256: str) -> Path:
        return self._folder / f"{text_sha256}.txt"


def _tail(text: str, chars: int) -> str:
    if len(text) <= chars:
        return text
    cut = text[-chars:]
    return cut[cut.find(" ") + 1 :]


def _head(text: str, chars: int) -> str:
    if len(text) <= chars:
        return text
    cut = text[:chars]
    return cut[: cut.rfind(" ")] if " " in cut else cut
