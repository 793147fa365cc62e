"""Ids by number and back, for columns of a million of them: no dictionary of Python texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt

from projections.frames import pl
from projections.ledger_texts import TextColumn
from projections.slice_blocks import blocks

Rows = npt.NDArray[np.int64]
Lines = npt.NDArray[np.bytes_]

MISSING: Final = -1
_LINE_END: Final = b"\n"
_SEGMENTS: Final = 8
_FEW_IDS: Final = 32
_SOME_IDS: Final = 2_000
"""So many are sooner handled one by one than through a series."""
_NO_LINES: Final = np.empty(0, dtype="S1")


class IdColumn:
    """An append-only column of ids, in two parts: lines of one width in bytes, and texts for what came since.

    A line holds an id and a line end; narrower ones are filled up with zeros. So a page can hash the ids of a hundred
    thousand occurrences in a few milliseconds, and what was saved is mapped from a file as it is, with no id read. Safe
    to read beside additions.
    """

    def __init__(self) -> None:
        self._parts: tuple[Lines, TextColumn] = (_NO_LINES, TextColumn())  # replaced whole: none is seen alone
        self._turn = Lock()

    def __len__(self) -> int:
        lines, fresh = self._parts
        return len(lines) + len(fresh)

    def refill(self, lines: Lines) -> None:
        """Begin with lines that were saved."""
        self._parts = lines, TextColumn()

    def extend(self, ids: pl.Series | Sequence[str]) -> None:
        """Add ids."""
        with self._turn:
            self._parts[1].extend(ids)

    def settle(self) -> Lines:
        """Make lines of everything, which is for after much was added, and for saving; all of them."""
        with self._turn:
            lines, fresh = self._parts
            if len(fresh):
                added = _lines(fresh.series)
                lines = np.concatenate((lines, added)) if len(lines) else added
                self._parts = lines, TextColumn()
        return lines

    @property
    def series(self) -> pl.Series:
        """All ids, as a series that is made anew each time."""
        return self.since(0)

    def since(self, row: int) -> pl.Series:
        """The ids from a row on."""
        lines, fresh = self._parts
        if row >= len(lines):
            return fresh.series.slice(row - len(lines))
        return pl.concat([_texts(lines[row:]), fresh.series], rechunk=False)

    def at(self, row: int) -> str:
        """One id."""
        lines, fresh = self._parts
        return lines[row][:-1].decode() if row < len(lines) else fresh.at(row - len(lines))

    def gather(self, rows: Rows) -> pl.Series:
        """Several ids, as a series."""
        return _texts(self._picked(rows))

    def texts(self, rows: Rows) -> list[str]:
        """Several ids, as a list: for the few of a page."""
        return [line[:-1].decode() for line in self._picked(rows).tolist()]

    def lines(self, rows: Rows) -> Iterator[bytes]:
        """Several ids with line ends between them, in parts that stay in the cache of the processor."""
        for part in blocks(len(rows)):
            told = self._picked(rows[part]).tobytes().replace(b"\0", b"")
            yield told if part.stop < len(rows) else told[: -len(_LINE_END)]

    def _picked(self, rows: Rows) -> Lines:
        """The lines of some rows."""
        lines, fresh = self._parts
        is_fresh = rows >= len(lines)
        if not is_fresh.any():
            return lines.take(rows)  # half the time of an index, for what lies far apart
        added = _lines(fresh.series[rows[is_fresh] - len(lines)])
        found: Lines = np.empty(len(rows), dtype=np.promote_types(lines.dtype, added.dtype))
        found[is_fresh] = added
        found[~is_fresh] = lines.take(rows[~is_fresh])
        return found


def _lines(ids: pl.Series) -> Lines:
    """Ids as lines, as wide as the widest needs."""
    if len(ids) <= _SOME_IDS:
        return np.array([f"{each}\n".encode() for each in ids.to_list()] or _NO_LINES)
    widths = ids.str.len_bytes().to_numpy().astype(np.int64) + len(_LINE_END)
    width = int(widths.max())
    joined = np.frombuffer(ids.str.join("\n").cast(pl.Binary).item() + _LINE_END, dtype=np.uint8)
    if len(joined) == width * len(ids):
        return joined.view(f"S{width}")
    found, first = np.zeros((len(ids), width), dtype=np.uint8), np.cumsum(widths) - widths
    for part in blocks(len(ids)):
        within = np.arange(width) < widths[part, None]
        found[part][within] = joined[first[part][0] : first[part][-1] + widths[part][-1]]
    return found.view(f"S{width}").ravel()


def _texts(lines: Lines) -> pl.Series:
    """Lines as a series of ids."""
    if len(lines) <= _SOME_IDS:
        return pl.Series("text", [line[:-1].decode() for line in lines.tolist()], dtype=pl.String)
    held = np.ascontiguousarray(lines).view(np.uint8).reshape(len(lines), -1)
    if (held[:, -1] == ord(_LINE_END)).all():
        return _as_series(held[:, :-1])
    return _as_series(held).str.strip_chars_end("\n\0")


def _as_series(held: npt.NDArray[np.uint8]) -> pl.Series:
    return pl.Series("text", np.ascontiguousarray(held)).arr.to_list().cast(pl.Binary).cast(pl.String)


class IdIndex:
    """Finds the rows of ids in a column in which each stands once.

    Sorted 64-bit hashes in a few segments that are merged as they grow; a hit is compared with the id itself.
    """

    def __init__(self, column: IdColumn) -> None:
        self._column = column
        self._covered = 0
        self._segments: list[tuple[npt.NDArray[np.uint64], Rows]] = []
        self._lock = Lock()

    def find(self, ids: pl.Series) -> Rows:
        """The row of each id, `MISSING` where the column does not hold it. Safe beside additions."""
        with self._lock:
            self._cover()
            segments = tuple(self._segments)
        found = np.full(len(ids), MISSING, dtype=np.int64)
        wanted = ids.hash(1).to_numpy()
        for hashes, rows in segments:
            at = np.searchsorted(hashes, wanted)
            for _ in range(4):
                inside = at < len(hashes)
                hit = np.flatnonzero(inside & (hashes[np.minimum(at, len(hashes) - 1)] == wanted) & (found == MISSING))
                if not len(hit):
                    break
                candidates = rows[at[hit]]
                same = self._same(candidates, ids, hit)
                found[hit[same]] = candidates[same]
                at[hit[~same]] += 1
        return found

    def _same(self, candidates: Rows, ids: pl.Series, hit: Rows) -> npt.NDArray[np.bool_]:
        """Whether the ids in some rows are those that are looked for."""
        if len(hit) > _FEW_IDS:
            found: npt.NDArray[np.bool_] = (self._column.gather(candidates) == ids.gather(hit)).to_numpy()
            return found
        pairs = zip(candidates.tolist(), hit.tolist(), strict=True)
        return np.array([self._column.at(row) == ids[at] for row, at in pairs], dtype=np.bool_)

    def _cover(self) -> None:
        fresh = len(self._column) - self._covered
        if not fresh:
            return
        hashes = self._column.since(self._covered).hash(1).to_numpy()
        order = np.argsort(hashes)
        self._segments.append((hashes[order], order + self._covered))
        self._covered += fresh
        while len(self._segments) > 1 and (
            len(self._segments) > _SEGMENTS or len(self._segments[-1][0]) * 2 > len(self._segments[-2][0])
        ):
            late, early = self._segments.pop(), self._segments.pop()
            merged = np.concatenate([early[0], late[0]])
            order = np.argsort(merged, kind="stable")
            self._segments.append((merged[order], np.concatenate([early[1], late[1]])[order]))


class Identities:
    """The ids of occurrences by number, in the order in which the log first names them."""

    def __init__(self) -> None:
        self.ids = IdColumn()
        self._index = IdIndex(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def codes(self, ids: pl.Series) -> Rows:
        """The number of each id; ids that were not named before get new ones."""
        found = self._index.find(ids)
        absent = np.flatnonzero(found == MISSING)
        if not len(absent):
            return found
        unknown = ids.gather(absent)
        fresh = unknown.unique(maintain_order=True)
        first = len(self.ids)
        self.ids.extend(fresh)
        if len(fresh) == len(unknown):
            found[absent] = np.arange(first, first + len(fresh))
        else:
            found[absent] = self._index.find(unknown)
        return found

    def find(self, ids: Sequence[str]) -> Rows:
        """The number of each id, `MISSING` for one that the log never names."""
        return self._index.find(pl.Series(ids, dtype=pl.String))

    def code(self, occurrence: str) -> int | None:
        """The number of one id, or `None`."""
        found = int(self.find([occurrence])[0])
        return None if found == MISSING else found
