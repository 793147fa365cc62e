"""What every recorded value shares: frozen, closed, with texts that can be stored and printed anywhere."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$"
SHA256_PATTERN = r"^[0-9a-f]{64}$"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Value(BaseModel):
    """A frozen value; unknown fields are refused, not ignored, so that nothing is lost by a spelling."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, ser_json_inf_nan="constants")


def storable(text: str) -> str:
    """Refuse characters that a store or a page cannot keep: control characters and lone surrogates."""
    if text.isprintable():  # nearly every text is, and this is told in half the time
        return text
    found = _FORBIDDEN.search(text)
    if found:
        raise ValueError(f"the character U+{ord(found.group()):04X} at offset {found.start()} cannot be stored")
    return text


def _told(text: str) -> str:
    if not text.isprintable():
        storable(text)
    if not text.strip():
        raise ValueError("the text is empty")
    return text


Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
"""A machine word: lower case, digits, underscores."""

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
"""An identity: a UUID for what is imported, a readable key where a curator chose one."""

Sha256 = Annotated[str, StringConstraints(pattern=SHA256_PATTERN)]

Line = Annotated[str, StringConstraints(max_length=300), AfterValidator(_told)]
"""A short text on one line: a title, a name, the paraphrase of an expression."""

Text = Annotated[str, StringConstraints(max_length=8000), AfterValidator(_told)]
"""A longer text of our own: a summary, a reasoning."""
