"""Ask what follows what: sequences, rules, lags, the matrix of kinds, motifs."""

from __future__ import annotations

from typing import Any

import click

from api.cli.opening import opened, store_option
from api.cli.printing import format_option, print_view, tell

VIEWS = ("sequence", "lags", "matrix", "motif", "rule", "rules")
ASKED_HERE = "command line"


class Correlations(click.Group):
    """The views of correlation under one word; each is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every view, and `ask`."""
        return sorted((*super().list_commands(ctx), *VIEWS))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that word."""
        if cmd_name not in VIEWS:
            return super().get_command(ctx, cmd_name)
        from api.cli.asking import command_of

        return command_of(cmd_name, cmd_name)


@click.group(cls=Correlations, help=__doc__)
def command() -> None:
    """Correlation views: leads, never causes."""


@click.command("ask")
@click.argument("x_kind")
@click.argument("y_kind")
@click.option("--window-days", type=click.IntRange(min=0), required=True, help="Days after X, the last included.")
@click.option("--lag-days", type=click.IntRange(min=0), default=0, help="Days after X at which the window begins.")
@click.option(
    "--within",
    type=click.Choice(["same_case", "same_country", "same_country_pair"]),
    default="same_country",
    show_default=True,
    help="What X and Y must share.",
)
@click.option("--x-role", multiple=True, metavar="ROLE", help="The part of the country in X; of a pair, give two.")
@click.option("--y-role", multiple=True, metavar="ROLE", help="The part of the country in Y; of a pair, give two.")
@click.option("--manner", multiple=True, metavar="MANNER", help="A manner that counts. Default: fact and reported.")
@click.option("--known-on", metavar="DAY", help="Count what was known on that day.")
@format_option
@store_option
def ask(store: str | None, format_name: str | None, known_on: str | None, **given: Any) -> None:
    """Ask whether X_KIND is followed by Y_KIND: the rule is recorded, then counted, and the report printed."""
    from api.cli.asking import slice_query
    from api.cli.options import value_of
    from domain.register import AskRule
    from domain.rules import Rule
    from projections.correlation.asking import scope_of
    from projections.registry import projection_named

    scope = scope_of(given.pop("within"), given.pop("x_role"), given.pop("y_role"))
    rule = value_of(Rule, {**given, "manners": given.pop("manner"), "scope": scope})
    assert isinstance(rule, Rule)
    chosen = slice_query({"known_on": known_on})
    with opened(store) as service:
        outcome = service.application.execute(AskRule(rule=rule), by=ASKED_HERE)
        tell(f"{'recorded' if outcome.events else 'asked before'}: {rule.sentence} ({rule.rule_id})")
        query = projection_named("rule").Query.model_validate({"id": rule.rule_id})
        print_view(service.answer("rule", chosen, query), format_name, service, chosen)


command.add_command(ask)
