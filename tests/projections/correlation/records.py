"""Records in which occurrences meet, and rules to ask of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from domain.rules import Rule
from projections.ledger import Ledger
from projections.slice import Slice
from projections.slice_query import SliceQuery
from tests.strategies.histories import KINDS, History, Recorder, independent_commands
from tests.strategies.logs import MemoryLog

WITHIN = ("same_case", "same_country", "same_country_pair")


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    return Rule.model_validate(
        {
            "x_kind": draw(st.sampled_from(KINDS)),
            "y_kind": draw(st.sampled_from(KINDS)),
            "window_days": draw(st.sampled_from((0, 1, 3, 30))),
            "lag_days": draw(st.sampled_from((0, 1))),
            "scope": {"within": draw(st.sampled_from(WITHIN))},
            "manners": draw(st.sampled_from((("fact", "reported"), ("fact", "alleged", "denied"), ("planned",)))),
        }
    )


@st.composite
def gathered(draw: st.DrawFn) -> History:
    """Histories in which most things happened in one country and stand in one case, so that they meet."""
    recorder = Recorder()
    recorder.prepare()
    for command in draw(independent_commands(max_accounts=10)):
        if "account" in command:
            elsewhere = command["account"].get("countries", []) if draw(st.booleans()) else []
            here = {"code": "KH", "role": draw(st.sampled_from(("where", "acting"))), "name": "Cambodia"}
            command["account"]["countries"] = [here, *(each for each in elsewhere if each["code"] != "KH")]
        recorder.run(command)
        if "account" in command and draw(st.booleans()):
            recorder.run({"do": "file_occurrence", "case": "c1", "occurrence": command["occurrence"]})
        if "account" in command and not draw(st.integers(0, 5)):
            version = draw(st.sampled_from(recorder.versions(command["occurrence"])))
            retraction = {"do": "retract_account", "occurrence": command["occurrence"], "version": version}
            recorder.run({**retraction, "disclosed": {"edtf": "2010-01-15"}})
    return recorder.history


def slice_of(log: MemoryLog, **chosen: Any) -> Slice:
    ledger = Ledger(log)
    ledger.catch_up()
    return ledger.slice(SliceQuery.model_validate(chosen))


def many_meetings() -> History:
    """Forty occurrences of four kinds in two pairs of countries and one case: vague days, struck accounts, relations.

    What falls on which day is worked out from the number of the occurrence, so the record is the same every time.
    """
    recorder = Recorder()
    recorder.prepare()
    for number in range(40):
        occurrence, kind = f"o{number:02}", KINDS[number * 7 % 4]
        day = 1 + number * 11 % 28
        when: dict[str, Any] = {"edtf": ("2009-11", f"2009-11-{day:02}", f"2009-11-{day:02}/2009-12-03")[number % 3]}
        if number % 5 == 4:
            anchor = {"occurrence": f"o{number - 3:02}"}
            relation = {"relation": "offset", "anchor": anchor, "min_days": 1, "max_days": 1 + number % 3}
            when = {"edtf": "[2009-11-01..2009-12-31]", "relations": [relation]}
        codes = (("KH", "where"), ("CN", "affected")) if number % 2 else (("KH", "acting"), ("FR", "affected"))
        account = {
            "citation": {"source": ("s1", "s2")[number % 2], "page": str(number)},
            "attribution": [{"manner": ("fact", "reported", "alleged")[number % 3 if number % 4 == 3 else 0]}],
            "credibility": 2,
            "summary": "Something was done.",
            "what": {"kind": kind},
            "when": when,
            "countries": [{"code": code, "role": role, "name": code} for code, role in codes],
        }
        recorder.run({"do": "record_account", "occurrence": occurrence, "kind": kind, "account": account})
        if number % 3 == 0:
            recorder.run({"do": "file_occurrence", "case": "c1", "occurrence": occurrence})
        if number % 13 == 12:
            retraction = {"do": "retract_account", "occurrence": occurrence, "disclosed": {"edtf": "2010-01-15"}}
            recorder.run({**retraction, "version": recorder.versions(occurrence)[0]})
    return recorder.history
