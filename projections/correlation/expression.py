"""A rule as one Ibis expression over the exported tables, for any engine that Ibis speaks to; counts by pair come back.

No range join: the days of X and Y are laid in one order and running counts are read off (how many Y have begun, how
many are over, which ends first of those that begin later), so an engine sorts each pair once, whatever the window.
Only X of which relations tell a difference are joined to the Y of their pair.
The counts are those of `counting.found_within` and `ordering.compare`; an X and a Y of one kind are not asked here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from operator import or_
from typing import Any, Final

from domain.rules import RolePair, Rule, SameCase, SameCountryPair
from projections.correlation.scope import ORDERED_SIGN, PAIR_SIGN
from projections.correlation.series import NO_EARLIEST, NO_LATEST, Window

Expression = Any
"""An Ibis table or column; Ibis resolves its methods at run time."""


class _Ibis:
    """Ibis, imported when a rule is first made an expression.

    Whoever lists the projections imports every module beside them, and a base install has no Ibis.
    """

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module("ibis"), name)


ibis: Final = _Ibis()

SIDES: Final = ("after", "before")
COUNTS: Final = (
    "x_count",
    "y_count",
    "x_with_unknown_day_count",
    "y_with_unknown_day_count",
    "certain_count",
    "possible_count",
    "before_certain_count",
    "before_possible_count",
    "after_only_count",
    "before_only_count",
    "after_only_possible_count",
    "before_only_possible_count",
    "clumps_count",
)
"""What is counted in each pair."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of the data set that a rule looks at, with the column `kind` of their partitions."""

    occurrences: Expression
    countries: Expression
    cases: Expression
    differences: Expression


def counts_by_pair(tables: Tables, rule: Rule) -> Expression:
    """One row a pair that holds an X or a Y: `pair` and the columns of `COUNTS`."""
    x, y = _rows(tables, rule, x_side=True), _rows(tables, rule, x_side=False)
    window = Window.after(rule.window_days, rule.lag_days)
    sides = dict(zip(SIDES, (window, window.turned()), strict=True))
    told = tables.differences.filter(
        tables.differences.x_kind == rule.x_kind, tables.differences.y_kind == rule.y_kind
    ).select("x_occurrence", "y_occurrence", "at_least_days", "at_most_days")
    of_told = x.occurrence == told.x_occurrence
    found = ibis.union(
        _found_in_order(x.anti_join(told, of_told), y, sides),
        _found_one_by_one(x.semi_join(told, of_told), y, told, sides),
    )
    return _summed(_with_clumps(found, window.reach_days), y)


def observed_days(tables: Tables, rule: Rule) -> Expression:
    """One row: the first and last day that anything counted of both kinds is bounded by."""
    counted = ibis.union(*(_counted(tables, rule, kind) for kind in sorted({rule.x_kind, rule.y_kind})))
    return counted.aggregate(
        first_earliest=counted.start_earliest.min(),
        first_latest=counted.start_latest.min(),
        last_earliest=counted.start_earliest.max(),
        last_latest=counted.start_latest.max(),
    )


def _counted(tables: Tables, rule: Rule, kind: str) -> Expression:
    """The occurrences of a kind that some standing account tells in a manner that counts."""
    table = tables.occurrences
    told = reduce(or_, (table.manners.contains(manner) for manner in rule.manners))
    chosen = table.filter(table.kind == kind, table.accounts > 0, told)
    return chosen.select("occurrence", "start_earliest", "start_latest")


def _rows(tables: Tables, rule: Rule, *, x_side: bool) -> Expression:
    """The X or the Y within the scope: pair, occurrence, earliest, latest, each once."""
    kind = rule.x_kind if x_side else rule.y_kind
    counted, members = _counted(tables, rule, kind), _members(tables, rule, kind, x_side=x_side)
    return counted.join(members, "occurrence").select(
        members.pair,
        counted.occurrence,
        earliest=counted.start_earliest.fill_null(NO_EARLIEST),
        latest=counted.start_latest.fill_null(NO_LATEST),
    )


def _members(tables: Tables, rule: Rule, kind: str, *, x_side: bool) -> Expression:
    """In which pair each occurrence of the kind stands: occurrence, pair, each once."""
    scope = rule.scope
    if isinstance(scope, SameCase):
        cases = tables.cases.filter(tables.cases.kind == kind)
        return cases.select("occurrence", pair="case").distinct()
    named = tables.countries.filter(tables.countries.kind == kind, tables.countries.standing)
    if isinstance(scope, SameCountryPair):
        return _pairs(named, scope.x_roles if x_side else scope.y_roles)
    roles = scope.x_roles if x_side else scope.y_roles
    chosen = named.filter(named.role.isin(list(roles))) if roles else named
    return chosen.select("occurrence", pair="code").distinct()


def _pairs(named: Expression, roles: RolePair | None) -> Expression:
    first, second = named, named
    if roles is not None:
        first, second = named.filter(named.role == roles.first), named.filter(named.role == roles.second)
    both = first.select("occurrence", "code").join(second.select("occurrence", other="code"), "occurrence")
    both = both.filter(both.code < both.other if roles is None else both.code != both.other)
    sign = PAIR_SIGN if roles is None else ORDERED_SIGN
    return both.select("occurrence", pair=both.code + sign + both.other).distinct()


def _found_in_order(x: Expression, y: Expression, sides: dict[str, Window]) -> Expression:
    """What each X has on either side, from running counts over each pair in the order of days."""
    line = ibis.union(_asking(x, sides), _answering(y))
    until = ibis.range_window(preceding=None, following=0, group_by="pair", order_by="day")
    onward = ibis.range_window(preceding=0, following=None, group_by="pair", order_by="day")
    line = line.mutate(
        begun=line.begun.sum().over(until), ended=line.ended.sum().over(until), least=line.ends.min().over(onward)
    )
    line = line.filter(line.asks >= 0)
    found = {}
    for at, (side, window) in enumerate(sides.items()):
        in_time, too_soon, sure = (line.asks == 3 * at + question for question in range(3))
        limit = line.earliest.min(where=sure) + window.last_days
        found[f"{side}_certain"] = (line.least.min(where=sure) <= limit).fill_null(False)
        found[f"{side}_possible"] = line.begun.max(where=in_time) - line.ended.max(where=too_soon) > 0
    of_each = line.group_by("pair", "occurrence", "earliest", "latest").aggregate(**found)
    return of_each.select("pair", "occurrence", "earliest", "latest", *found)


def _asking(x: Expression, sides: dict[str, Window]) -> Expression:
    """Each X at the days at which it asks: for either side, who began in time, who was over too soon, who is sure."""
    asked = x.mutate(asks=_once_each(3 * len(sides)))
    days = [
        day
        for window in sides.values()
        for day in (
            asked.latest + window.last_days,
            asked.earliest + (window.first_days - 1),
            asked.latest + window.first_days,
        )
    ]
    zero = ibis.literal(0, "int64")
    return asked.select(
        "pair",
        "occurrence",
        "earliest",
        "latest",
        "asks",
        day=ibis.cases(*((asked.asks == number, day) for number, day in enumerate(days))),
        begun=zero,
        ended=zero,
        ends=ibis.null("int64"),
    )


def _answering(y: Expression) -> Expression:
    """Each Y at the day on which it may begin, with the day by which it surely has, and again at that day."""
    placed = y.mutate(over=_once_each(2))
    return placed.select(
        "pair",
        "occurrence",
        "earliest",
        "latest",
        asks=ibis.literal(-1, "int64"),
        day=ibis.ifelse(placed.over == 1, placed.latest, placed.earliest),
        begun=1 - placed.over,
        ended=placed.over,
        ends=ibis.ifelse(placed.over == 1, ibis.null("int64"), placed.latest),
    )


def _once_each(times: int) -> Expression:
    """Every row `times` over, numbered from 0."""
    return ibis.array([ibis.literal(number, "int64") for number in range(times)]).unnest()


def _found_one_by_one(x: Expression, y: Expression, told: Expression, sides: dict[str, Window]) -> Expression:
    """The same for X of which differences are told: they take the place of what the days would say."""
    y = y.select("pair", y_occurrence="occurrence", y_earliest="earliest", y_latest="latest")
    met = x.left_join(y, "pair", rname="y_{name}")
    told = told.select("at_least_days", "at_most_days", told_x="x_occurrence", told_y="y_occurrence")
    met = met.left_join(told, [met.occurrence == told.told_x, met.y_occurrence == told.told_y])
    known = met.told_x.notnull()
    met = met.select(
        "pair",
        "occurrence",
        "earliest",
        "latest",
        low=ibis.ifelse(known, met.at_least_days.fill_null(NO_EARLIEST), met.y_earliest - met.latest),
        high=ibis.ifelse(known, met.at_most_days.fill_null(NO_LATEST), met.y_latest - met.earliest),
    )
    found = {}
    for side, window in sides.items():
        first, last = window.first_days, window.last_days
        found[f"{side}_certain"] = ((met.low >= first) & (met.high <= last)).fill_null(False).any()
        found[f"{side}_possible"] = ((met.low <= last) & (met.high >= first)).fill_null(False).any()
    of_each = met.group_by("pair", "occurrence", "earliest", "latest").aggregate(**found)
    return of_each.select("pair", "occurrence", "earliest", "latest", *found)


def _with_clumps(x: Expression, reach_days: int) -> Expression:
    """X with what stands on one side only, and whether it opens a run of such X that are near enough to share a Y."""
    x = x.mutate(
        after_only=x.after_certain & ~x.before_possible,
        before_only=x.before_certain & ~x.after_possible,
        after_only_possible=x.after_possible & ~x.before_certain,
        before_only_possible=x.before_possible & ~x.after_certain,
    )
    x = x.mutate(discordant=x.after_only | x.before_only)
    before = ibis.window(group_by=["pair", "discordant"], order_by=["earliest", "latest", "occurrence"])
    x = x.mutate(last_latest=x.latest.lag().over(before))
    apart = x.last_latest.isnull() | (x.earliest > x.last_latest + 2 * reach_days)
    return x.mutate(opens_clump=x.discordant & apart)


def _summed(x: Expression, y: Expression) -> Expression:
    """Everything counted by pair; pairs that hold only X or only Y are there with zeros."""

    def number(condition: Expression) -> Expression:
        return condition.cast("int64").sum()

    of_x = x.group_by("pair").aggregate(
        x_count=x.count(),
        x_with_unknown_day_count=number(x.earliest != x.latest),
        certain_count=number(x.after_certain),
        possible_count=number(x.after_possible),
        before_certain_count=number(x.before_certain),
        before_possible_count=number(x.before_possible),
        after_only_count=number(x.after_only),
        before_only_count=number(x.before_only),
        after_only_possible_count=number(x.after_only_possible),
        before_only_possible_count=number(x.before_only_possible),
        clumps_count=number(x.opens_clump),
    )
    of_y = y.group_by("pair").aggregate(y_count=y.count(), y_with_unknown_day_count=number(y.earliest != y.latest))
    both = ibis.union(_completed(of_x), _completed(of_y))
    return both.group_by("pair").aggregate(**{name: both[name].sum() for name in COUNTS})


def _completed(part: Expression) -> Expression:
    """The columns of `COUNTS`, zero where this part counts nothing."""
    return part.select(
        "pair", **{name: part[name] if name in part.columns else ibis.literal(0, "int64") for name in COUNTS}
    )
