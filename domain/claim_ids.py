"""The ids of claims about time: `OF#PATH`, what makes the claim and where in it.

- `VERSION#when.edtf`, `VERSION#when.relations.0`: what a version of an account states;
- `VERSION#published`: what its manner implies, by the publication of its source or where it was said;
- `SOURCE#published`: when a vaguely dated source was published;
- `A=B#same_as`, `A>part_of>B#part_of`, `A>discloses>B#discloses`: a judgement, a tie.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from domain.errors import NotFound, Refused

_PATHS: Final = re.compile(r"when\.edtf|when\.relations\.[0-9]{1,4}|published")
_TIES: Final = {"same_as": "=", "part_of": ">", "discloses": ">"}


def require_claim(claim: str, occurrence: str, sources: Mapping[str, str]) -> None:
    """Refuse an id under which no claim can go that speaks of an occurrence.

    `sources` gives the source of each version of its accounts.

    Raises:
        Refused: if nothing of the kind can be a claim, or it is a tie of others.
        NotFound: if no version of its accounts, and none of their sources, makes it.
    """
    of, _, path = claim.partition("#")
    if path in _TIES and of:
        if occurrence in of.split(_TIES[path]):
            return
        raise Refused(
            f"{claim[:80]!r} does not speak of {occurrence}; accepted: a judgement or tie of its own",
            rule="no_claim",
            subject=claim[:80],
        )
    if not of or not _PATHS.fullmatch(path):
        raise Refused(
            f"no claim goes by {claim[:80]!r}; accepted: an id as contradictions and chains of claims name it, such as "
            "VERSION#when.edtf",
            rule="no_claim",
            subject=claim[:80],
        )
    if of not in sources and not (path == "published" and of in sources.values()):
        raise NotFound(f"no version of an account goes by the id {of!r}", subject=of)
