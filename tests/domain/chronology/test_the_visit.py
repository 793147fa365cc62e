"""The relations of December 2009 and of two undated articles, as accounts state them, solved together."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from domain.chronology.bounds import Bounds, format_day
from domain.chronology.compile_claims import (
    StatedTime,
    claims_of,
    disclosure_claim,
    identity_claim,
    part_claim,
)
from domain.chronology.constraints import Claim, Constraint, Gap, OnDays, Point
from domain.chronology.day_sets import Monthly, Weekly
from domain.chronology.network import Network
from domain.chronology.order import mark, ordered
from domain.chronology.relations import Relation
from domain.chronology.wording import relation_sentence, relation_words, sentence
from tests.domain.chronology.solving import compiled, network_of

READ: TypeAdapter[Relation] = TypeAdapter(Relation)
PUBLISHED = "2011-09-05T08:03:00+07:00"


def told(account: str, occurrence: str, edtf: str | None = None, *stated: dict[str, Any], **more: Any) -> StatedTime:
    relations = tuple(READ.validate_python(each) for each in stated)
    given = {"source": "post", "manner": "reported", "published": PUBLISHED, **more}
    return StatedTime(account=account, occurrence=occurrence, edtf=edtf, relations=relations, **given)


def after_by(days: int, occurrence: str, endpoint: str = "some_day") -> dict[str, Any]:
    anchor = {"anchor": {"occurrence": occurrence}, "anchor_endpoint": endpoint}
    return {"relation": "offset", "min_days": days, "max_days": days, **anchor}


ACCOUNTS = (
    told("a1", "deportation", "2009-12-19"),
    told("a2", "warning", None, after_by(-1, "deportation")),
    told("a3", "pledge", None, after_by(2, "deportation")),
    told("a4", "deportation", "2009-12", after_by(-2, "visit", "start"), source="mrg", published="2011-07-25"),
    told("a5", "visit", "2009-12", lasts=True),
    told("a6", "pledge", None, {"relation": "within", "anchor": {"occurrence": "visit"}}),
)


def days(bounds: Bounds) -> list[str | None]:
    return [None if day is None else format_day(day) for day in bounds]


def test_statement_deportation_and_pledge_follow_and_the_visit_is_derived() -> None:
    network = network_of(ACCOUNTS)

    assert days(network.bounds("warning")) == ["2009-12-18"] * 4
    assert days(network.bounds("pledge")) == ["2009-12-21"] * 4
    assert days(network.bounds("visit")) == ["2009-12-21", "2009-12-21", "2009-12-21", "2009-12-31"]
    shown = ordered(network, ["visit", "pledge", "deportation", "warning"])
    assert shown[:2] == ["warning", "deportation"]
    assert mark(network, "warning", "deportation") == mark(network, "deportation", "pledge") == "certain"
    assert mark(network, "pledge", "visit") == "conventional"
    assert network.allen("pledge", "visit")["starts"] == "possible"


def test_why_names_the_chain_of_claims_from_a_date_on() -> None:
    chain = network_of(ACCOUNTS).why("visit", "start_earliest")

    assert [[claim.id for claim in reason.claims] for reason in chain] == [["a1#when.edtf"], ["a4#when.relations.0"]]
    assert [format_day(reason.day) for reason in chain] == ["2009-12-19", "2009-12-21"]


def test_three_accounts_that_cannot_all_hold_are_named_in_words() -> None:
    arrival = {"relation": "starts_with", "anchor": {"edtf": "2009-12-20"}}
    network = network_of([*ACCOUNTS, told("a7", "visit", None, arrival, lasts=True)])

    (conflict,) = network.contradictions
    assert conflict.ids == ("a1#when.edtf", "a4#when.relations.0", "a7#when.relations.0")
    assert sentence(conflict.claims, lambda _, name: f"the {name}") == (
        "these three accounts cannot all hold: (1) the deportation is dated 2009-12-19; "
        "(2) the deportation was two days before the start of the visit; "
        "(3) the visit started on 2009-12-20; drop any one and the rest fit"
    )


def test_an_arrival_during_the_visit_contradicts_only_a_start() -> None:
    some_day = {"relation": "overlaps", "anchor": {"edtf": "2009-12-22"}}

    assert network_of([*ACCOUNTS, told("a7", "visit", None, some_day, lasts=True)]).contradictions == ()


def test_moving_an_anchor_moves_what_hangs_on_it_or_contradicts() -> None:
    moved = [told("a1", "deportation", "2009-12-20"), *ACCOUNTS[1:]]

    assert days(network_of(moved).bounds("warning")) == ["2009-12-19"] * 4
    assert [each.ids for each in network_of([*ACCOUNTS, told("a8", "warning", "2009-12-25")]).contradictions] == [
        ("a1#when.edtf", "a2#when.relations.0", "a8#when.edtf")
    ]


def test_a_decision_sets_a_claim_aside() -> None:
    accounts = [*ACCOUNTS, told("a8", "warning", "2009-12-25")]
    network = Network(compiled(accounts), lasting={"visit"}, set_aside={"a8#when.edtf"})

    assert network.contradictions == ()
    assert days(network.bounds("warning")) == ["2009-12-18"] * 4


def test_weekdays_of_an_undated_article_are_ordered_without_an_invented_date() -> None:
    def on(weekday: str) -> dict[str, Any]:
        return {"relation": "weekday", "weekday": weekday, "side": "before", "anchor": {"publication": True}}

    daily = {"source": "daily", "published": None}
    network = network_of(
        [
            told("b1", "announcement", None, on("wednesday"), **daily),
            told("b2", "talks", None, on("thursday"), after_by(1, "announcement"), **daily),
            told("b3", "briefing", None, {**after_by(-1, ""), "anchor": {"publication": True}}, **daily),
        ]
    )

    assert network.contradictions == ()
    assert all(network.bounds(each).is_undated for each in ("announcement", "talks", "briefing"))
    assert ordered(network, ["talks", "announcement", "briefing"])[0] == "announcement"
    assert mark(network, "announcement", "talks") == "certain"


def test_why_prefers_one_claim_to_a_chain_that_gives_the_same_day() -> None:
    chained = [told("a1", "x", "2009-12-19"), told("a2", "y", None, after_by(1, "x"))]

    chain = network_of([*chained, told("z9", "y", "2009-12-20")]).why("y", "end_latest")

    assert [[claim.id for claim in reason.claims] for reason in chain] == [["z9#when.edtf"]]


def test_why_names_the_weekday_that_moved_a_bound() -> None:
    monday = {"relation": "weekday", "weekday": "monday", "side": "before", "anchor": {"publication": True}}
    vague = {"source": "daily", "published": "2010-10-2X"}
    accounts = [told("b1", "x", None, monday, **vague), told("b2", "x", "2010-10-18", **vague)]
    network = network_of([*accounts, told("b3", "y", None, monday, **vague)])

    chain = network.why("y", "start_latest")

    assert [format_day(reason.day) for reason in chain] == ["2010-10-18", "2010-10-25", "2010-10-18"]
    assert [[claim.id for claim in reason.claims] for reason in chain] == [
        ["b2#when.edtf"],
        ["b1#when.relations.0"],
        ["b3#when.relations.0"],
    ]


def test_weekdays_that_cannot_both_be_right_are_found_without_any_date() -> None:
    def on(weekday: str) -> dict[str, Any]:
        anchor = {"anchor": {"publication": True}, "within_days": 30}
        return {"relation": "weekday", "weekday": weekday, "side": "before", **anchor}

    daily = {"source": "daily", "published": None}
    accounts = [told("b1", "x", None, on("wednesday"), **daily), told("b2", "y", None, on("thursday"), **daily)]
    network = network_of([*accounts, told("b3", "y", None, after_by(2, "x"), **daily)])

    assert [each.ids for each in network.contradictions] == [
        ("b1#when.relations.0", "b2#when.relations.0", "b3#when.relations.0")
    ]


def test_what_is_reported_began_by_publication_and_what_is_planned_was_not_over() -> None:
    network = network_of(
        [
            told("c1", "meeting", source="agency", published="2019-09-22"),
            told("c2", "event", manner="forecast", source="agency", published="2019-09-22"),
            told("c3", "denied", "1999", manner="denied", source="agency", published="2019-09-22"),
        ]
    )

    assert days(network.bounds("meeting")) == [None, "2019-09-22", None, "2019-09-22"]
    assert days(network.bounds("event")) == ["2019-09-22", None, "2019-09-22", None]
    assert network.bounds("denied").is_undated


def test_what_could_not_be_reported_is_a_named_member_of_a_contradiction() -> None:
    (conflict,) = network_of([told("d1", "trial", "2012", published="2011-07-25")]).contradictions

    assert conflict.ids == ("d1#published", "d1#when.edtf")


def test_parts_disclosures_and_identities_constrain_and_can_be_dropped() -> None:
    def solved(*links: Any, accounts: Sequence[StatedTime]) -> Network:
        return Network([*compiled(accounts), *links], lasting={"visit"})

    dated = [told("e1", "visit", "2009-12-20/2009-12-22", lasts=True), told("e2", "dinner"), told("e3", "cable")]
    links = part_claim("l1", "dinner", "visit"), disclosure_claim("l2", "leak", "cable")
    network = solved(*links, accounts=[*dated, told("e4", "leak", "2010-11-28")])
    assert days(network.bounds("dinner")) == ["2009-12-20", "2009-12-22", "2009-12-20", "2009-12-22"]
    assert days(network.bounds("cable"))[1] == "2010-11-28"

    twin = [told("e5", "x", "2009-12-19"), told("e6", "y", "2009-12-20")]
    (conflict,) = solved(identity_claim("l3", "x", "y"), accounts=twin).contradictions
    assert conflict.ids == ("e5#when.edtf", "e6#when.edtf", "l3#same_as")


def test_a_source_published_on_an_unknown_day_connects_what_it_tells() -> None:
    def yesterday(relation: str) -> dict[str, Any]:
        return {"relation": relation, "anchor": {"publication": True}, "min_days": -1, "max_days": -1}

    vague = {"source": "daily", "published": "2010-10-2X"}
    first = told("f1", "briefing", "2010-10-28", yesterday("offset"), **vague)
    second = told("f2", "arrival", None, yesterday("offset"), **vague)

    assert days(network_of([first, second]).bounds("arrival")) == ["2010-10-28"] * 4


def test_every_relation_has_words_and_every_account_claims_with_names_of_their_own() -> None:
    claims = claims_of(ACCOUNTS)

    assert len({claim.id for claim in claims}) == len(claims)
    assert relation_words(ACCOUNTS[1].relations[0]) == "was one day before {occurrence:deportation}"
    ended = READ.validate_python({"relation": "before", "endpoint": "end", "anchor": {"edtf": "2009-12-19"}})
    assert relation_sentence("the visit", ended) == "the end of the visit was before 2009-12-19"
    month = READ.validate_python({"relation": "month", "month": 10, "year_offset": -1, "anchor": {"publication": True}})
    assert relation_words(month) == "was in October of the year one year before that of the publication of its source"


def test_what_contradicts_only_in_weeks_or_months_is_found_in_a_crowd_without_dates() -> None:
    x, y = Point("x", "start"), Point("y", "start")
    apart = (Gap(x, y, 80), Gap(y, x, -80))
    months: list[Constraint] = [OnDays(x, Monthly(2)), OnDays(y, Monthly(3)), *apart]
    weeks: list[Constraint] = [OnDays(x, Weekly(2)), OnDays(y, Weekly(2)), *apart]
    crowd = []
    for index in range(20):
        one = Point(f"crowd {index}", "start")
        near = (Gap(one, x, 50), Gap(x, one, 50), OnDays(one, Weekly(index % 7)))
        crowd.append(Claim(f"crowd {index}", near))
    for planted in (months, weeks):
        claims = [Claim(f"planted {index}", (each,)) for index, each in enumerate(planted)]
        (conflict,) = Network([*crowd, *claims]).contradictions
        assert conflict.ids == tuple(claim.id for claim in claims)
