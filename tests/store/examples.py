"""One example of every event, with every field filled in: what the golden files hold."""

from __future__ import annotations

from typing import Any

from domain.event import Event
from domain.events import EVENT_TYPES

SHA = "0f" * 32
ACCOUNT_ID = "11111111-1111-5111-8111-111111111111"
VERSION_ID = "22222222-2222-5222-8222-222222222222"
ENDED_ID = "33333333-3333-5333-8333-333333333333"

CITATION = {
    "source": "press-release-1",
    "ranges": [{"start": 120, "end": 180, "span_sha256": SHA}],
    "page": "2",
    "row": 7,
    "quotation": "twenty were sent away",
}
DISCLOSED = {"edtf": "2010-02-01", "stated": "on 1 February", "citation": CITATION}
ACCOUNT = {
    "citation": CITATION,
    "attribution": [
        {"occurrence": "cable-1", "manner": "reported", "hedge": "reportedly"},
        {"party": "ministry", "manner": "fact"},
    ],
    "credibility": 2,
    "summary": "Twenty people were sent out of the country.",
    "headline": "Twenty deported",
    "what": {"kind": "deportation", "persons": {"value": 20}},
    "when": {
        "stated": "on the day before the visit",
        "edtf": "2009-12-19~",
        "relations": [
            {
                "relation": "offset",
                "min_days": -1,
                "max_days": -1,
                "anchor": {"occurrence": "visit-1"},
                "anchor_endpoint": "start",
                "endpoint": "some_day",
                "stated": "the day before",
            }
        ],
    },
    "places": [{"name": "Phnom Penh", "country": "KH"}],
    "countries": [{"code": "KH", "role": "where", "name": "Cambodia"}],
    "parties": [{"party": "ministry", "role": "actor", "as_named": "the ministry"}],
    "public_since": {"edtf": "2009-12-20", "stated": "announced the next day", "citation": CITATION},
    "note": "The number is the ministry's.",
}
SOURCE = {
    "key": "press-release-1",
    "kind": "press_release",
    "title": "A press release",
    "publisher": "A ministry",
    "authors": ["A press office"],
    "language": "en",
    "written": "2009-12-20",
    "published": {"edtf": "2009-12-20", "basis": "inferred", "reasoning": "It is dated that day."},
    "read_on": "2026-11-20",
    "found": "In a public archive.",
    "text_sha256": SHA,
    "reliability": "B",
    "reliability_reason": "It speaks of its own acts.",
    "note": "One page.",
}
PARTY = {
    "kind": "person",
    "name": "Anna Example",
    "private": True,
    "aliases": ["A. Example"],
    "functions": ["witness"],
    "country": "KH",
    "note": "Asked not to be named.",
}
CASE = {"key": "case-1", "title": "A case", "scope": "What happened in one month."}
REASON = "A judgement of ours."
LINK = {
    "kind": "causes",
    "to": "pledge-1",
    "citation": CITATION,
    "rests_on": [VERSION_ID],
    "note": "The article says so.",
}
RULE = {
    "x_kind": "deportation",
    "y_kind": "loan_pledge",
    "window_days": 7,
    "lag_days": 1,
    "scope": {
        "within": "same_country_pair",
        "x_roles": {"first": "acting", "second": "affected"},
        "y_roles": {"first": "affected", "second": "acting"},
    },
    "manners": ["fact", "reported"],
}
OF = {"occurrence": "deportation-1"}
VERSION = {"account_id": ACCOUNT_ID, "version_id": VERSION_ID, "account": ACCOUNT}
ENDING = {"account_id": ACCOUNT_ID, "ends": ENDED_ID}

CONTENT: dict[str, dict[str, Any]] = {
    "SourceRegistered": {"source": "press-release-1", "content": SOURCE},
    "SourceAmended": {"source": "press-release-1", "content": SOURCE, "reason": REASON},
    "SourceRetracted": {"source": "press-release-1", "disclosed": DISCLOSED},
    "OccurrenceRecorded": OF | {"kind": "deportation"} | VERSION,
    "AccountAdded": OF | VERSION,
    "AccountCorrected": OF | VERSION | {"ends": ENDED_ID, "disclosed": DISCLOSED},
    "AccountAmended": OF | VERSION | {"ends": ENDED_ID, "reason": REASON},
    "AccountRetracted": OF | ENDING | {"disclosed": DISCLOSED},
    "AccountWithdrawn": OF | ENDING | {"reason": REASON},
    "AccountReinstated": OF | {"account_id": ACCOUNT_ID, "version_id": VERSION_ID, "reason": REASON},
    "OccurrenceReclassified": OF | {"kind": "raid", "reason": REASON},
    "OccurrenceWithdrawn": OF | {"ends": [ENDED_ID], "reason": REASON},
    "OccurrenceIdentified": OF | {"same_as": "deportation-2", "reason": REASON, "rests_on": [VERSION_ID]},
    "OccurrenceDistinguished": OF | {"distinct_from": "deportation-2", "reason": REASON},
    "OccurrenceLinked": OF | {"link": LINK},
    "OccurrenceUnlinked": OF | {"link": LINK, "reason": REASON},
    "ClaimSetAside": OF | {"claim": f"{VERSION_ID}#when.edtf", "reason": REASON},
    "ClaimRestored": OF | {"claim": f"{VERSION_ID}#when.edtf", "reason": REASON},
    "CaseOpened": {"case": "case-1", "content": CASE},
    "CaseAmended": {"case": "case-1", "content": CASE, "reason": REASON},
    "OccurrenceFiled": {"case": "case-1", "occurrence": "deportation-1"},
    "OccurrenceUnfiled": {"case": "case-1", "occurrence": "deportation-1", "reason": REASON},
    "PartyRegistered": {"party": "p-1", "content": PARTY},
    "PartyAmended": {"party": "p-1", "content": PARTY, "reason": REASON},
    "RuleAsked": {"rule_id": "44444444-4444-5444-8444-444444444444", "rule": RULE},
}


def example(event_type: str) -> Event:
    """The example of one type of event, in its present version."""
    return EVENT_TYPES[event_type].model_validate(CONTENT[event_type])
