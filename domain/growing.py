"""A map that only its newest version pays nothing for: what a state keeps one entry of for every event of a stream.

States are values: `evolve` gives a new one and leaves the old one as it was. With a plain dictionary each event would
copy all that came before it, and a stream of a hundred thousand events would cost ten thousand million copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Generic, Self, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_ABSENT: Final = object()


class _Shared(Generic[K]):
    """What all versions of one map share: what each key stood for, with the number of the change that said so."""

    __slots__ = ("changes", "history")

    def __init__(self) -> None:
        self.changes = 0
        self.history: dict[K, tuple[tuple[int, object], ...]] = {}

    def note(self, key: K, value: object) -> None:
        self.changes += 1
        self.history[key] = (*self.history.get(key, ()), (self.changes, value))


class Growing(Mapping[K, V]):
    """An immutable map. A change made to the newest version takes constant time; one made to an older version copies.

    It also serves as a set: its keys. Iteration is in the order in which keys first came in.
    """

    __slots__ = ("_changes", "_count", "_shared")

    def __init__(
        self, entries: Iterable[tuple[K, V]] = (), *, sharing: _Shared[K] | None = None, count: int = 0
    ) -> None:
        self._shared: _Shared[K] = sharing or _Shared()
        self._count = count
        for key, value in entries:
            self._count += key not in self._shared.history
            self._shared.note(key, value)
        self._changes = self._shared.changes

    def put(self, key: K, value: V) -> Self:
        """The map with this value for the key."""
        if not self._count:
            return type(self)(((key, value),))  # many begin from one empty map: none of them looks through the others
        shared = self._shared
        if shared.changes != self._changes:
            return type(self)((*self.items(), (key, value)))
        count = self._count + (key not in shared.history or key not in self)
        shared.note(key, value)
        return type(self)(sharing=shared, count=count)

    def drop(self, key: K) -> Self:
        """The map without the key; the same map if it is not there."""
        if key not in self:
            return self
        if self._shared.changes != self._changes:
            return type(self)((each, value) for each, value in self.items() if each != key)
        self._shared.note(key, _ABSENT)
        return type(self)(sharing=self._shared, count=self._count - 1)

    def __getitem__(self, key: K) -> V:
        found = self._at(key)
        if found is _ABSENT:
            raise KeyError(key)
        return found  # type: ignore[return-value]

    def __contains__(self, key: object) -> bool:
        return self._at(key) is not _ABSENT

    def __iter__(self) -> Iterator[K]:
        return (key for key in tuple(self._shared.history) if key in self)

    def __len__(self) -> int:
        return self._count

    def __repr__(self) -> str:
        return f"Growing({dict(self)!r})"

    def _at(self, key: object) -> object:
        history = self._shared.history.get(key)  # type: ignore[arg-type]
        if history is None:
            return _ABSENT
        for change, value in reversed(history):
            if change <= self._changes:
                return value
        return _ABSENT
