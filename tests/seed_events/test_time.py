"""What the relations of time in the five documents come to when they are solved together."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from domain.account import account_id, recorded, version_id
from domain.chronology.bounds import format_day
from domain.chronology.compile_claims import (
    StatedTime,
    claims_of,
    disclosure_claim,
    identity_claim,
    lasting_occurrences,
    part_claim,
)
from domain.chronology.constraints import Claim
from domain.chronology.network import Network
from domain.event import Command
from domain.ids import identity
from domain.occurrence_commands import IdentifyOccurrences, LinkOccurrences, RecordAccount
from domain.source import RegisterSource
from seed_events.loader import commands

COMMANDS = tuple(commands())
PUBLISHED = {each.source: each.content.published.edtf for each in COMMANDS if isinstance(each, RegisterSource)}
NOTE = identity("source", "editorial-note")
LASTING_KINDS = ("visit", "internment", "negotiation", "crackdown", "forced_labour", "pressure")
POST, MRG, DAILY = "phnom-penh-post-2011", "mrg-2011", "cambodia-daily-china-ally"
ARTICLE, ARAB = "uighur-repatriation-article", "new-arab-2020"


def stated_time(command: RecordAccount, edtf: str | None) -> StatedTime:
    account = command.account
    when = account.when
    return StatedTime(
        account=version_id(account_id(command.occurrence, account.citation, command.key), None, recorded(account)),
        occurrence=command.occurrence,
        source=account.citation.source,
        manner=account.manner,
        edtf=edtf,
        relations=when.relations if when else (),
        published=PUBLISHED[account.citation.source],
        said_in=next((link.occurrence for link in reversed(account.attribution) if link.occurrence), None),
        lasts=command.kind in LASTING_KINDS,
    )


def tie(command: Command) -> Claim | None:
    if isinstance(command, IdentifyOccurrences):
        return identity_claim(f"{command.occurrence}={command.same_as}", command.occurrence, command.same_as)
    if isinstance(command, LinkOccurrences) and command.link.kind in ("part_of", "discloses"):
        claim = part_claim if command.link.kind == "part_of" else disclosure_claim
        return claim(f"{command.occurrence}>{command.link.to}", command.occurrence, command.link.to)
    return None


def network(
    *, with_note: bool = True, moved: dict[str, str] | None = None, ties: Iterable[Command] = COMMANDS
) -> Network:
    """The seed solved; `moved` puts another date in the place of each date stated of an occurrence."""
    times = []
    for command in COMMANDS:
        if isinstance(command, RecordAccount) and (with_note or command.account.citation.source != NOTE):
            when = command.account.when
            edtf = when.edtf if when and isinstance(when.edtf, str) else None
            times.append(stated_time(command, (moved or {}).get(command.occurrence, edtf) if edtf else None))
    found = list(claims_of(times))
    found += [claim for each in ties if (claim := tie(each)) is not None]
    return Network(found, lasting=lasting_occurrences(times))


def occurrence(document: str, key: str) -> str:
    return identity("occurrence", f"{document}/{key}")


SOLVED = network()


def start(document: str, key: str, solved: Network = SOLVED) -> tuple[str | None, str | None]:
    bounds = solved.bounds(occurrence(document, key))
    days = (bounds.start_earliest, bounds.start_latest)
    return tuple(None if day is None else format_day(day) for day in days)  # type: ignore[return-value]


def test_the_documents_do_not_contradict_each_other_in_time() -> None:
    assert SOLVED.contradictions == ()
    assert network(with_note=False).contradictions == ()


@pytest.mark.parametrize(
    ("document", "key", "day"),
    [
        (POST, "unhcr-statement", "2009-12-18"),
        (POST, "raid", "2009-12-19"),
        (POST, "deportation", "2009-12-19"),
        (MRG, "deportation", "2009-12-19"),
        (DAILY, "deportation", "2009-12-19"),
        (POST, "pledge", "2009-12-21"),
        (DAILY, "visit", "2009-12-21"),
        (POST, "zheng-statement", "2009-12-23"),
    ],
)
def test_the_days_of_december_2009_are_known_exactly(document: str, key: str, day: str) -> None:
    assert start(document, key) == (day, day)


def test_the_visit_is_dated_by_the_deportation_alone() -> None:
    first, last = start(MRG, "visit")
    assert (first, last) == ("2009-12-21", "2009-12-21")
    stated = next(c for c in COMMANDS if isinstance(c, RecordAccount) and c.occurrence == occurrence(MRG, "visit"))
    assert stated.account.when is not None
    assert stated.account.when.edtf == "2009-12"


def test_what_depends_on_the_deportation_moves_with_it() -> None:
    moved = network(moved={occurrence(POST, "deportation"): "2009-12-14"})
    assert start(POST, "unhcr-statement", moved) == ("2009-12-13", "2009-12-13")
    assert start(POST, "pledge", moved) == ("2009-12-16", "2009-12-16")
    assert start(DAILY, "visit", moved) == ("2009-12-16", "2009-12-16")


def test_a_deportation_moved_past_the_answer_to_it_is_a_contradiction() -> None:
    moved = network(moved={occurrence(POST, "deportation"): "2009-12-28"})
    named = {claim.id for contradiction in moved.contradictions for claim in contradiction.claims}
    assert len(moved.contradictions) == 1
    assert len(named) >= 3


def test_without_the_judgements_of_sameness_the_undated_article_is_not_dated() -> None:
    alone = network(with_note=False, ties=())
    assert start(DAILY, "visit", alone)[0] != "2009-12-21"


def test_the_undated_articles_are_ordered_inside_themselves() -> None:
    def before(document: str, one: str, other: str, solved: Network = SOLVED) -> bool:
        return solved.entailed_before(occurrence(document, one), occurrence(document, other))

    assert before(DAILY, "hun-sen-closes-office", "hanoi-meeting")
    assert before(DAILY, "deportation", "hun-sen-closes-office")
    assert before(DAILY, "hanoi-meeting", "second-cases")
    assert before(ARTICLE, "diplomats-announce", "pompeo-appeal")
    assert before(ARTICLE, "pompeo-appeal", "xinjiang-event")


def test_without_the_curators_inference_the_friday_and_the_sunday_keep_no_certain_order() -> None:
    without = network(with_note=False)
    friday, sunday = (occurrence(ARTICLE, key) for key in ("diplomats-announce", "pompeo-appeal"))
    assert not without.entailed_before(friday, sunday)
    assert not without.entailed_before(sunday, friday)


def test_the_forced_labour_began_three_months_before_the_internment_ended() -> None:
    assert start(ARAB, "glove-factory") == ("2018-07-01", "2018-08-03")
