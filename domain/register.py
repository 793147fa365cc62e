"""The register of questions: every rule that was ever asked. Command, event, state, `evolve`, `decide`.

A probability means little unless one knows how many questions were put, so the questions are recorded like everything
else, before anything is counted. A rule is its content: asked again it is the same member, and nothing is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.event import Command, Event
from domain.growing import Growing
from domain.kinds import kind_named
from domain.rules import Rule
from domain.surroundings import Surroundings
from domain.values import Id

RULES = "register:rules"
"""The stream of all rules asked."""


class AskRule(Command):
    """Ask whether one kind of occurrence is followed by another: fix the rule before anything is counted."""

    do: Literal["ask_rule"] = "ask_rule"
    rule: Rule

    @property
    def stream(self) -> str:
        """The register of rules."""
        return RULES


class RuleAsked(Event):
    """A rule was asked of the register: from this position on it counts among the questions put."""

    type: ClassVar[str] = "RuleAsked"
    rule_id: Id
    rule: Rule

    @property
    def stream(self) -> str:
        """The register of rules."""
        return RULES


class RegisterState(BaseModel):
    """Which rules were asked."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    asked: Growing[str, None] = Field(default_factory=Growing)


def evolve(state: RegisterState, event: Event) -> RegisterState:
    """The state after one event."""
    match event:
        case RuleAsked(rule_id=rule_id):
            return state.model_copy(update={"asked": state.asked.put(rule_id, None)})
    return state


def decide(command: AskRule, state: RegisterState, around: Surroundings) -> Iterable[Event]:
    """The rule as asked; nothing where it was asked before.

    Raises:
        Invalid: a kind that is none.
    """
    del around
    rule = command.rule
    for kind in (rule.x_kind, rule.y_kind):
        kind_named(kind)
    return () if rule.rule_id in state.asked else (RuleAsked(rule_id=rule.rule_id, rule=rule),)
