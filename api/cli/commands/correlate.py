"""Ask what follows what: sequences, rules, lags, the matrix of kinds, motifs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.opening import opened, store_option
from api.cli.plotting import plot_option, plotted
from api.cli.printing import format_option, print_view, tell

if TYPE_CHECKING:
    from domain.rules import Rule

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
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), help="Count in this engine; needs --from.")
@click.option("--from", "folder", type=click.Path(path_type=Path), help="The data set that the engine reads.")
@click.option("--master", metavar="URL", help="Where Spark runs. Default: local[*], on this machine.")
@plot_option
@format_option
@store_option
def ask(store: str | None, format_name: str | None, plot: Path | None, known_on: str | None, **given: Any) -> None:
    """Ask whether X_KIND is followed by Y_KIND: the rule is recorded, then counted, and the report printed.

    With --engine the counting is done over a data set that `regesta export --to parquet` wrote, as of its slice.
    """
    from api.cli.asking import slice_query
    from domain.register import AskRule
    from projections.registry import projection_named

    elsewhere = {name: given.pop(name) for name in ("engine", "folder", "master")}
    counted_elsewhere = _checked(elsewhere, known_on, plot)
    rule = _rule(given)
    chosen = slice_query({"known_on": known_on})
    with opened(store) as service:
        outcome = service.application.execute(AskRule(rule=rule), by=ASKED_HERE)
        tell(f"{'recorded' if outcome.events else 'asked before'}: {rule.sentence} ({rule.rule_id})")
        if counted_elsewhere:
            from formats.parquet_engines import ask_elsewhere

            there = (elsewhere["folder"], elsewhere["engine"], elsewhere["master"] or "local[*]")
            print_view(ask_elsewhere(rule, *there), format_name, service, chosen)
            return
        query = projection_named("rule").Query.model_validate({"id": rule.rule_id})
        view = service.answer("rule", chosen, query)
        if plot is not None:
            plotted(view, plot)
        if plot is None or format_name is not None:
            print_view(view, format_name, service, chosen)


def _rule(given: dict[str, Any]) -> Rule:
    from api.cli.options import value_of
    from domain.rules import Rule
    from projections.correlation.asking import scope_of

    scope = scope_of(given.pop("within"), given.pop("x_role"), given.pop("y_role"))
    rule = value_of(Rule, {**given, "manners": given.pop("manner"), "scope": scope})
    assert isinstance(rule, Rule)
    return rule


def _checked(elsewhere: dict[str, Any], known_on: str | None, plot: Path | None) -> bool:
    """Whether another engine is to count; options that do not go together are named."""
    engine, folder, master = elsewhere["engine"], elsewhere["folder"], elsewhere["master"]
    if (engine is None) != (folder is None):
        raise click.UsageError("--engine and --from go together: the engine, and the data set that it reads.")
    if engine is not None and known_on is not None:
        raise click.UsageError("--known-on was chosen when the data set was exported; export another for another day.")
    if master is not None and engine != "spark":
        raise click.UsageError("--master says where Spark runs; it goes with --engine spark.")
    if engine is not None and plot is not None:
        raise click.UsageError("--plot draws the report of the register; counts of another engine are printed only.")
    return engine is not None


command.add_command(ask)
