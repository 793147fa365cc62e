"""The names of private persons, found in texts at a cost that does not grow with how many persons are registered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping

_WORD = re.compile(r"[^\W_]+")


def fold_name(text: str) -> str:
    """Fold a text for comparing names: case, punctuation and runs of spaces do not matter."""
    return " ".join(_WORD.findall(text.casefold()))


class PrivateNames(MutableMapping[str, str]):
    """Names and aliases, folded by `fold_name`, each with the id of the party who bears it."""

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self._parties: dict[str, str] = {}
        self._by_first_word: dict[str, set[str]] = {}
        self.update(names or {})

    def named_in(self, texts: Iterable[str]) -> str | None:
        """The party whose name stands in one of the texts, whole words of it; the first that is found."""
        for text in texts:
            words = _WORD.findall(text.casefold())
            if self._by_first_word.keys().isdisjoint(words):
                continue
            folded = f" {' '.join(words)} "
            for word in words:
                for name in sorted(self._by_first_word.get(word, ())):
                    if f" {name} " in folded:
                        return self._parties[name]
        return None

    def __getitem__(self, name: str) -> str:
        return self._parties[name]

    def __setitem__(self, name: str, party: str) -> None:
        self._parties[name] = party
        self._by_first_word.setdefault(name.partition(" ")[0], set()).add(name)

    def __delitem__(self, name: str) -> None:
        del self._parties[name]
        first = name.partition(" ")[0]
        self._by_first_word[first].discard(name)
        if not self._by_first_word[first]:
            del self._by_first_word[first]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parties)

    def __len__(self) -> int:
        return len(self._parties)
