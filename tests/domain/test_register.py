"""The register of questions: a rule is recorded once, whoever asks it, and however it is written."""

from __future__ import annotations

import pytest

from domain.commands import COMMAND, decide, evolve, initial_state
from domain.errors import Invalid
from domain.register import RULES, AskRule, RegisterState, RuleAsked
from domain.rules import Rule
from domain.surroundings import Surroundings

RULE = {"x_kind": "raid", "y_kind": "deportation", "window_days": 7}


def asking(**changed: object) -> AskRule:
    read = COMMAND.validate_python({"do": "ask_rule", "rule": {**RULE, **changed}})
    assert isinstance(read, AskRule)
    return read


def state_after(*commands: AskRule) -> RegisterState:
    state = initial_state(RULES)
    for command in commands:
        for event in decide(command, state, Surroundings()):
            state = evolve(state, event)
    assert isinstance(state, RegisterState)
    return state


def test_a_rule_is_recorded_with_its_id_in_the_one_register() -> None:
    (event,) = decide(asking(), initial_state(RULES), Surroundings())
    assert isinstance(event, RuleAsked)
    assert (event.stream, event.rule_id, event.rule) == (RULES, Rule.model_validate(RULE).rule_id, asking().rule)


@pytest.mark.parametrize("again", [{}, {"manners": ["reported", "fact"]}, {"lag_days": 0}])
def test_the_same_rule_asked_again_is_one_member(again: dict[str, object]) -> None:
    assert decide(asking(**again), state_after(asking()), Surroundings()) == ()


@pytest.mark.parametrize("other", [{"window_days": 8}, {"lag_days": 1}, {"scope": {"within": "same_case"}}])
def test_another_rule_is_another_member(other: dict[str, object]) -> None:
    assert len(state_after(asking(), asking(**other)).asked) == 2


def test_a_kind_that_is_none_is_refused_before_anything_is_recorded() -> None:
    with pytest.raises(Invalid, match="no such kind"):
        decide(asking(y_kind="deportations"), initial_state(RULES), Surroundings())
