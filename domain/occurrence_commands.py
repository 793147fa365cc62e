"""What may be asked of an occurrence; what it brings about is decided in `decide_occurrence.py`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from domain.account import Account
from domain.event import Command
from domain.occurrence import Link, RestsOn, stream
from domain.provenance import Disclosure
from domain.values import Id, Text, Word


class OccurrenceCommandBase(Command):
    """What every command to an occurrence names: the occurrence."""

    occurrence: Id

    @property
    def stream(self) -> str:
        """The stream of the occurrence."""
        return stream(self.occurrence)


class RecordAccount(OccurrenceCommandBase):
    """Record what a citation says of an occurrence; the first account also records the occurrence.

    `kind` is our judgement of what the occurrence is; the account keeps the kind that it states. `key` tells apart two
    accounts of one occurrence that cite the same place.
    """

    do: Literal["record_account"] = "record_account"
    kind: Word
    account: Account
    key: Id | None = None


class CorrectAccount(OccurrenceCommandBase):
    """Record that the source corrected itself: the new text holds from the day of disclosure."""

    do: Literal["correct_account"] = "correct_account"
    version: Id
    account: Account
    disclosed: Disclosure


class AmendAccount(OccurrenceCommandBase):
    """Mend our own transcription: the new text holds for every day, from its position in the log."""

    do: Literal["amend_account"] = "amend_account"
    version: Id
    account: Account
    reason: Text


class RetractAccount(OccurrenceCommandBase):
    """Record that the source took back what it said."""

    do: Literal["retract_account"] = "retract_account"
    version: Id
    disclosed: Disclosure


class WithdrawAccount(OccurrenceCommandBase):
    """Take an account out of the record: it should not have been recorded."""

    do: Literal["withdraw_account"] = "withdraw_account"
    version: Id
    reason: Text


class ReinstateAccount(OccurrenceCommandBase):
    """Put an account that was withdrawn back into the record."""

    do: Literal["reinstate_account"] = "reinstate_account"
    version: Id
    reason: Text


class ReclassifyOccurrence(OccurrenceCommandBase):
    """Change our judgement of what kind of occurrence it is."""

    do: Literal["reclassify_occurrence"] = "reclassify_occurrence"
    kind: Word
    reason: Text


class WithdrawOccurrence(OccurrenceCommandBase):
    """Withdraw every standing account of an occurrence."""

    do: Literal["withdraw_occurrence"] = "withdraw_occurrence"
    reason: Text


class IdentifyOccurrences(OccurrenceCommandBase):
    """Judge that two occurrences are the same; kept in the stream of the one named first."""

    do: Literal["identify_occurrences"] = "identify_occurrences"
    same_as: Id
    reason: Text
    rests_on: RestsOn = ()


class DistinguishOccurrences(OccurrenceCommandBase):
    """Take back a judgement of sameness; refused while another path of judgements still joins the two."""

    do: Literal["distinguish_occurrences"] = "distinguish_occurrences"
    distinct_from: Id
    reason: Text


class LinkOccurrences(OccurrenceCommandBase):
    """Tie an occurrence to another."""

    do: Literal["link_occurrences"] = "link_occurrences"
    link: Link


class UnlinkOccurrences(OccurrenceCommandBase):
    """Take a tie back."""

    do: Literal["unlink_occurrences"] = "unlink_occurrences"
    link: Link
    reason: Text


class SetClaimAside(OccurrenceCommandBase):
    """Decide that one claim shall not take part in solving dates; the claim stays in the record.

    It goes by the id that contradictions and chains of claims name, such as `VERSION#when.edtf`.
    """

    do: Literal["set_claim_aside"] = "set_claim_aside"
    claim: Annotated[str, Field(max_length=400, description="the id of a claim: OF#PATH")]
    reason: Text


class RestoreClaim(OccurrenceCommandBase):
    """Let a claim that was set aside take part again."""

    do: Literal["restore_claim"] = "restore_claim"
    claim: Annotated[str, Field(max_length=400, description="the id of a claim: OF#PATH")]
    reason: Text


OccurrenceCommand = (
    RecordAccount
    | CorrectAccount
    | AmendAccount
    | RetractAccount
    | WithdrawAccount
    | ReinstateAccount
    | ReclassifyOccurrence
    | WithdrawOccurrence
    | IdentifyOccurrences
    | DistinguishOccurrences
    | LinkOccurrences
    | UnlinkOccurrences
    | SetClaimAside
    | RestoreClaim
)
