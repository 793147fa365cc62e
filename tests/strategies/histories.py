"""Random histories of a record: commands of every verb, decided one after another, as rows of a log.

A history is a list of small steps. Each step picks what it is about from what the record already holds, so that most
commands are taken; one that the domain refuses is passed over. `log_of` turns what came about into a log in memory.

Anyone who reads a log through `projections.log.EventLog` can use this: draw `histories()`, take `history.log()`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from hypothesis import strategies as st

from domain.commands import COMMAND, decide, evolve, initial_state
from domain.errors import RegestaError
from domain.event import Event
from domain.occurrence import OccurrenceDistinguished, OccurrenceIdentified
from domain.party import PartyRegistered
from domain.source import SourceAmended, SourceRegistered
from domain.surroundings import Surroundings
from tests.strategies.logs import MemoryLog, row_of

OCCURRENCES: Final = tuple(f"occ-{letter}" for letter in "dacbe")
SOURCES: Final = ("s1", "s2", "s3", "s4")
PARTIES: Final = ("p1", "p2")
CASES: Final = ("c1", "c2")

PUBLISHED: Final = (
    "2010-01-05",
    "2010-01-10",
    "2010-01",
    "2010",
    "[2010-01-08..2010-01-20]",
    "2010-01-12/..",
    "XXXX",
    "[2010-01-07,2027-03-01]",
    "2011-09-02",
)
DATES: Final = (
    *("2009-12-19", "2009-12-20", "2009-12", "2009-12-18/2009-12-22", "2009-12-20/2010-01", "2009", "../2009-12-21"),
    *("2009-12-19/", "2009-12?", "2009-12-20~", "[2009-12-17,2009-12-21]", "2010-01-11", "2010-06", "XXXX-12-25"),
    *("2011-10/2012", "/2009-12-21"),
)
"""Some later than some of `PUBLISHED`, so that accounts contradict the days on which they were told, vague ones too."""
DISCLOSED: Final = ("2010-01-15", "2010-02", "2010", "2011-10-01", "[2010-01-20..2010-03-05]", "2010-06/..")
DAYS: Final = (
    "2009-12-19",
    "2010-01-05",
    "2010-01-09",
    "2010-01-10",
    "2010-01-15",
    "2010-01-31",
    "2010-02-10",
    "2010-12-31",
    "2011-09-02",
    "2011-12-31",
    "2026-11-20",
)
KINDS: Final = ("deportation", "detention", "disclosure", "raid")
MANNERS: Final = ("fact", "fact", "reported", "alleged", "denied", "planned")


@dataclass
class History:
    """What a random history came to: events in the order of the log."""

    events: list[Event] = field(default_factory=list)

    def log(self, upto: int | None = None) -> MemoryLog:
        """The log of the first events, of all if no number is given."""
        return MemoryLog([row_of(event, position) for position, event in enumerate(self.events[:upto], start=1)])


class Recorder:
    """Runs commands against streams in memory, and keeps the events in the order of the log."""

    def __init__(self) -> None:
        self.history = History()
        self.states: dict[str, Any] = {}
        self.published: dict[str, str] = {}
        self.parties: set[str] = set()
        self.same_as: set[tuple[str, str]] = set()

    def run(self, command: dict[str, Any]) -> tuple[Event, ...]:
        """The events that a command brings about; none if it is refused."""
        try:
            read = COMMAND.validate_python(command)
            state = self.states.get(read.stream, initial_state(read.stream))
            around = Surroundings(
                published=self.published, parties=frozenset(self.parties), same_as=frozenset(self.same_as)
            )
            events = decide(read, state, around)
        except RegestaError:
            return ()
        for event in events:
            state = evolve(state, event)
            self._notice(event)
        self.states[read.stream] = state
        self.history.events.extend(events)
        return events

    def prepare(self) -> None:
        """Three sources, one of them vaguely published, two parties and a case, for what starts with accounts."""
        for name, published in (("s1", "2010-01-05"), ("s2", "2011-09-02"), ("s3", "2010")):
            content = {
                "kind": "report",
                "title": "A report",
                "published": {"edtf": published, "basis": "stated"},
                "read_on": "2026-11-20",
                "reliability": "B",
            }
            self.run({"do": "register_source", "source": name, "content": content})
        for name in PARTIES:
            self.run({"do": "register_party", "party": name, "content": {"kind": "group", "name": f"Party {name}"}})
        self.run({"do": "open_case", "case": "c1", "content": {"title": "A case"}})

    def versions(self, occurrence: str) -> list[str]:
        """The versions of accounts of an occurrence, in order of arrival."""
        state = self.states.get(f"occurrence:{occurrence}")
        return [] if state is None else list(state.versions)

    def standing(self, occurrence: str) -> list[str]:
        """Those of them that have not ended."""
        state = self.states.get(f"occurrence:{occurrence}")
        return [] if state is None else [id_ for id_, version in state.versions.items() if version.stands]

    def _notice(self, event: Event) -> None:
        match event:
            case SourceRegistered(source=source, content=content) | SourceAmended(source=source, content=content):
                self.published[source] = content.published.edtf
            case PartyRegistered(party=party):
                self.parties.add(party)
            case OccurrenceIdentified(occurrence=one, same_as=other):
                self.same_as.add((one, other))
            case OccurrenceDistinguished(occurrence=one, distinct_from=other):
                self.same_as -= {(one, other), (other, one)}


@st.composite
def histories(draw: st.DrawFn, *, max_steps: int = 18, related: bool = True) -> History:
    """A history of up to `max_steps` commands of every verb, after two sources, the parties and a case."""
    recorder = Recorder()
    for name in SOURCES[:3]:
        recorder.run({"do": "register_source", "source": name, "content": draw(_sources())})
    for name in PARTIES:
        content = {"kind": "organisation", "name": f"Party {name}", "aliases": [f"Alias of {name}"]}
        recorder.run({"do": "register_party", "party": name, "content": content})
    recorder.run({"do": "open_case", "case": "c1", "content": {"title": "A case"}})
    for _ in range(draw(st.integers(max_steps // 2, max_steps))):
        recorder.run(_command(draw, recorder, related=related))
    return recorder.history


@st.composite
def independent_commands(draw: st.DrawFn, *, max_accounts: int = 8) -> list[dict[str, Any]]:
    """Accounts of different places, filings and links, none of which needs another to have come first."""
    found: list[dict[str, Any]] = []
    for page in range(draw(st.integers(1, max_accounts))):
        account = draw(_accounts(related=True))
        source = draw(st.sampled_from(("s1", "s2", "s3")))
        account["citation"] = {"source": source, "page": str(page)}
        number = draw(st.integers(0, len(OCCURRENCES) - 1))
        kind = KINDS[number % len(KINDS)]
        found.append({"do": "record_account", "occurrence": OCCURRENCES[number], "kind": kind, "account": account})
    filed = draw(st.sets(st.sampled_from(OCCURRENCES), max_size=2))
    found += [{"do": "file_occurrence", "case": "c1", "occurrence": occurrence} for occurrence in sorted(filed)]
    return draw(st.permutations(found))


def _command(draw: st.DrawFn, recorder: Recorder, *, related: bool) -> dict[str, Any]:
    occurrence = draw(st.sampled_from(OCCURRENCES))
    other = draw(st.sampled_from(OCCURRENCES))
    verb = draw(st.sampled_from(_VERBS))
    of = recorder.versions if verb == "reinstate_account" else recorder.standing
    known = [(each, version) for each in OCCURRENCES for version in of(each)]
    if verb == "record_account" or (not known and verb in _ON_VERSIONS):
        account = draw(_accounts(related=related))
        state = recorder.states.get(f"occurrence:{occurrence}")
        kind = account["what"]["kind"] if state is None or state.kind is None else state.kind
        return {"do": "record_account", "occurrence": occurrence, "kind": kind, "account": account}
    if verb in _ON_VERSIONS:
        return _on_version(draw, verb, *draw(st.sampled_from(known)), related=related)
    rests_on = [version for _, version in known[:1]] if draw(st.booleans()) else []
    return _on_record(draw, verb, occurrence, other, rests_on)


_ON_VERSIONS: Final = (
    "correct_account",
    "amend_account",
    "retract_account",
    "withdraw_account",
    "reinstate_account",
    "set_claim_aside",
    "restore_claim",
)
_VERBS: Final = (
    *("record_account",) * 9,
    *_ON_VERSIONS,
    *("correct_account", "correct_account", "amend_account", "retract_account"),
    *("reclassify_occurrence", "withdraw_occurrence"),
    *("identify_occurrences", "identify_occurrences", "distinguish_occurrences"),
    *("link_occurrences", "link_occurrences", "unlink_occurrences"),
    *("amend_source", "retract_source", "register_source"),
    *("file_occurrence", "unfile_occurrence", "amend_party", "amend_case"),
)


def _on_version(draw: st.DrawFn, verb: str, occurrence: str, version: str, *, related: bool) -> dict[str, Any]:
    command: dict[str, Any] = {"do": verb, "occurrence": occurrence}
    if verb in ("set_claim_aside", "restore_claim"):
        path = draw(st.sampled_from(("when.edtf", "published", "when.relations.0")))
        others = [f"{source}#published" for source in SOURCES]
        others += [f"{occurrence}>part_of>{other}#part_of" for other in OCCURRENCES]
        claim = f"{version}#{path}" if draw(st.integers(0, 3)) else draw(st.sampled_from(others))
        return command | {"claim": claim, "reason": "tried"}
    command["version"] = version
    if verb in ("correct_account", "amend_account"):
        command["account"] = draw(_accounts(related=related))
    if verb in ("correct_account", "retract_account"):
        return command | {"disclosed": {"edtf": draw(st.sampled_from(DISCLOSED))}}
    return command | {"reason": "tried"}


def _on_record(draw: st.DrawFn, verb: str, occurrence: str, other: str, rests_on: list[str]) -> dict[str, Any]:
    source, case, party = (draw(st.sampled_from(names)) for names in (SOURCES, CASES, PARTIES))
    command: dict[str, Any] = {"do": verb}
    if verb not in ("link_occurrences", "register_source", "retract_source", "file_occurrence"):
        command["reason"] = "tried"
    match verb:
        case "amend_source" | "register_source":
            return command | {"source": source, "content": draw(_sources())}
        case "retract_source":
            return command | {"source": source, "disclosed": {"edtf": draw(st.sampled_from(DISCLOSED))}}
        case "file_occurrence" | "unfile_occurrence":
            return command | {"case": case, "occurrence": occurrence}
        case "amend_case":
            return command | {"case": case, "content": {"title": draw(st.sampled_from(("A case", "The case")))}}
        case "amend_party":
            name = draw(st.sampled_from(("A name", "Another name")))
            return command | {"party": party, "content": {"kind": "organisation", "name": name}}
    return command | {"occurrence": occurrence} | _tie(draw, verb, other, source, rests_on)


def _tie(draw: st.DrawFn, verb: str, other: str, source: str, rests_on: list[str]) -> dict[str, Any]:
    match verb:
        case "identify_occurrences":
            return {"same_as": other, "rests_on": rests_on}
        case "distinguish_occurrences":
            return {"distinct_from": other}
        case "reclassify_occurrence":
            return {"kind": draw(st.sampled_from(KINDS))}
        case "link_occurrences" | "unlink_occurrences":
            kind = draw(st.sampled_from(("discloses", "discloses", "part_of", "foretells")))
            link: dict[str, Any] = {"kind": kind, "to": other, "rests_on": rests_on}
            if draw(st.booleans()):
                link["citation"] = {"source": source, "page": "1"}
            return {"link": link}
    return {}


@st.composite
def _sources(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "kind": "newspaper_article",
        "title": draw(st.sampled_from(("A paper", "An older paper"))),
        "published": {"edtf": draw(st.sampled_from(PUBLISHED)), "basis": "stated"},
        "read_on": "2026-11-20",
        "reliability": draw(st.sampled_from("ABCF")),
    }


@st.composite
def _accounts(draw: st.DrawFn, *, related: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "citation": {"source": draw(st.sampled_from(SOURCES)), "page": str(draw(st.integers(1, 6)))},
        "attribution": [{"manner": draw(st.sampled_from(MANNERS))}],
        "credibility": 2,
        "summary": draw(st.sampled_from(('They were "sent" back.', "People left: {party:p1}", "Étrangers\\nà bord"))),
        "what": {"kind": draw(st.sampled_from(KINDS))},
    }
    if found["attribution"][0]["manner"] == "planned" and draw(st.booleans()):
        found["attribution"].insert(0, {"occurrence": draw(st.sampled_from(OCCURRENCES)), "manner": "reported"})
    when: dict[str, Any] = {}
    if draw(st.integers(0, 4)):
        when["edtf"] = draw(st.sampled_from(DATES))
    if related and not draw(st.integers(0, 3)):
        when["relations"] = [draw(_relations())]
    if when:
        found["when"] = when
    if draw(st.booleans()):
        code, role = draw(st.sampled_from((("KH", "where"), ("CN", "acting"), ("FR", "affected"))))
        found["countries"] = [{"code": code, "role": role, "name": f"Country {code}"}]
    if draw(st.booleans()):
        found["parties"] = [{"party": draw(st.sampled_from(PARTIES)), "role": "actor"}]
    if not draw(st.integers(0, 3)):
        since = draw(st.sampled_from(("2009-12-21", "2009-12", "2010", "2009/..")))
        found["public_since"] = {"edtf": since, "stated": "it was told", "citation": {"source": "s1", "page": "2"}}
    return found


@st.composite
def _relations(draw: st.DrawFn) -> dict[str, Any]:
    anchor = draw(
        st.one_of(
            st.sampled_from(OCCURRENCES).map(lambda each: {"occurrence": each}),
            st.just({"publication": True}),
            st.just({"edtf": "2009-12-20"}),
        )
    )
    days = draw(st.integers(-3, 2))
    return draw(
        st.sampled_from(
            (
                {"relation": "before", "anchor": anchor},
                {"relation": "at_or_after", "anchor": anchor},
                {"relation": "offset", "anchor": anchor, "min_days": days, "max_days": days + 1},
                {"relation": "offset", "anchor": anchor, "min_days": None, "max_days": days},
                {"relation": "weekday", "anchor": anchor, "weekday": "sunday", "side": "before"},
                {"relation": "weekday", "anchor": anchor, "weekday": "friday", "side": "after", "within_days": None},
                {"relation": "month", "anchor": anchor, "month": 12, "nearest": "last"},
                {"relation": "duration", "min_days": 1, "max_days": None},
                {"relation": "starts_with", "anchor": anchor},
                {"relation": "same_day", "anchor": anchor},
            )
        )
    )


@st.composite
def slice_queries(draw: st.DrawFn, *, head: int | None = None) -> dict[str, Any]:
    """Any choice of a slice, at any position up to `head`; without `head`, at the end."""
    found: dict[str, Any] = {
        "knowledge": draw(st.sampled_from(("documented", "public"))),
        "certainty": draw(st.sampled_from(("surely", "possibly"))),
    }
    if draw(st.integers(0, 3)):
        found["known_on"] = draw(st.sampled_from(DAYS))
    if head is not None and draw(st.booleans()):
        found["at_position"] = draw(st.integers(0, head))
    if not draw(st.integers(0, 4)):
        found["source"] = tuple(draw(st.lists(st.sampled_from(SOURCES), min_size=1, max_size=2)))
    if not draw(st.integers(0, 4)):
        found["min_reliability"] = draw(st.sampled_from("ABF"))
    return found
