"""What differs between two slices of one timeline: what appeared, what disappeared, what changed and how."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from domain.values import Value
from projections.entries import entries
from projections.entry import Entry
from projections.readings import Reading
from projections.slice import Slice
from projections.slice_records import Selection


class FieldChange(Value):
    """One field of an entry: what it was, and what it is."""

    field: str
    before: Any
    after: Any


class ChangedEntry(Value):
    """An entry that both slices show, and differently. `id` is that in the later slice; a change of it is a field."""

    id: str
    headline: str
    fields: tuple[FieldChange, ...]


class Changes(NamedTuple):
    """Ids that only the later slice shows, ids that only the earlier shows, and entries that differ."""

    appeared: tuple[str, ...]
    disappeared: tuple[str, ...]
    changed: tuple[ChangedEntry, ...]


def changes(before: Slice, after: Slice, shown_before: Selection, shown_after: Selection, reading: Reading) -> Changes:
    """Compare two slices over the selections that a timeline shows of each.

    An occurrence that is shown under another id, because it came to be (or ceased to be) known as the same as another,
    has changed; it has not disappeared and come back.
    """
    ids_before, ids_after = shown_before.ids.to_list(), shown_after.ids.to_list()
    pairs = _pairs(before, after, ids_before, ids_after)
    touched = _touched(before, after, shown_before, shown_after)
    suspects = [pair for pair in pairs if pair[0] != pair[1] or pair[1] in touched]
    earlier = {entry.id: entry for entry in entries(before, _once(one for one, _ in suspects), reading)}
    later = {entry.id: entry for entry in entries(after, _once(other for _, other in suspects), reading)}
    found = [_changed(earlier[one], later[other]) for one, other in suspects]
    gone, come = {one for one, _ in pairs}, {other for _, other in pairs}
    return Changes(
        appeared=tuple(each for each in ids_after if each not in come),
        disappeared=tuple(each for each in ids_before if each not in gone),
        changed=tuple(each for each in found if each is not None),
    )


def _pairs(before: Slice, after: Slice, ids_before: list[str], ids_after: list[str]) -> list[tuple[str, str]]:
    """Which entry of the earlier timeline is which of the later one, in the order of the later one."""
    earlier, later = set(ids_before), set(ids_after)
    found = {(each, each) for each in earlier & later}
    found |= {(one, other) for one in earlier - later if (other := after.shown_as(one)) in later and other is not None}
    found |= {
        (one, other) for other in later - earlier if (one := before.shown_as(other)) in earlier and one is not None
    }
    place = {each: at for at, each in enumerate(ids_after)}
    return sorted(found, key=lambda pair: (place[pair[1]], pair[0]))


def _once(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))


def _touched(before: Slice, after: Slice, shown_before: Selection, shown_after: Selection) -> frozenset[str]:
    """What may be shown otherwise: found in columns, unless names were amended between two positions."""
    if after.names_changed_since(before.position):
        return frozenset(shown_after.ids.to_list())
    one, other = before.fingerprints(shown_before), after.fingerprints(shown_after)
    return frozenset(other.join(one, on=other.columns, how="anti").get_column("occurrence").to_list())


def _changed(one: Entry, other: Entry) -> ChangedEntry | None:
    """How an entry differs; not by its order, for it does not change because another came before it."""
    earlier, later = one.model_dump(mode="json"), other.model_dump(mode="json")
    fields = _fields(earlier, later, [name for name in later if name != "order"])
    return ChangedEntry(id=other.id, headline=other.headline, fields=tuple(fields)) if fields else None


def _fields(
    earlier: dict[str, Any], later: dict[str, Any], names: Iterable[str], prefix: str = ""
) -> list[FieldChange]:
    """The fields that differ; those of a part (`when`) each by itself."""
    found: list[FieldChange] = []
    for name in names:
        one, other = earlier[name], later[name]
        if isinstance(one, dict) and isinstance(other, dict):
            found.extend(_fields(one, other, other, f"{prefix}{name}."))
        elif one != other:
            found.append(FieldChange(field=f"{prefix}{name}", before=one, after=other))
    return found
