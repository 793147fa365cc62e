"""A dossier for reading in a terminal: what is said, by whom, where they differ, and on which passages it rests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.cli.tables import short_id, when_in_words
from api.passages import Passages, ShownPassage
from projections.dossier_shapes import Dossier, ShownAccount, ShownField

SINGLE = "compatible"
LINE_ENDS = re.compile(r"\s*\n\s*")


def print_dossier(view: Dossier, cited: Passages, out: Console) -> None:
    """Print everything known of one occurrence; passages only where their texts are attached."""
    entry = view.entry
    out.print(Text.assemble((entry.headline, "bold"), f"\n{entry.kind.replace('_', ' ')}, {when_in_words(entry)}"))
    if not entry.realised and entry.manners:
        out.print(f"Not told as having happened: {', '.join(entry.manners)} only.")
    for case in entry.cases:
        out.print(f"Filed in: {case.title}", style="dim")
    by_version: dict[str, list[ShownPassage]] = {}
    for passage in cited.passages:
        by_version.setdefault(passage.version, []).append(passage)
    for number, account in enumerate(view.accounts, start=1):
        out.print()
        _print_account(number, account, by_version.get(account.version, []), out)
    differing = [field for field in view.fields if len(field.values) > 1]
    if differing:
        out.print(Text("\nWhere the accounts differ", style="bold"))
        out.print(_differences(differing, {account.version: n for n, account in enumerate(view.accounts, start=1)}))
    for link in view.links:
        arrow = "->" if link.direction == "to" else "<-"
        out.print(f"{arrow} {link.kind.replace('_', ' ')}: {link.headline} ({short_id(link.occurrence)})", style="dim")
    for judged in view.identifications:
        out.print(f"Judged to be the same: {short_id(judged.one)} = {short_id(judged.other)}. {judged.reason}")
    for title in cited.without_text:
        out.print(f"No text attached for: {title}", style="dim")


def _print_account(number: int, account: ShownAccount, cited: list[ShownPassage], out: Console) -> None:
    source = account.source
    style = "" if account.stands else "strike"
    basis = "" if source.published_basis == "stated" else ", inferred"
    out.print(Text.assemble((f"[{number}] ", "bold"), (source.title, "bold " + style)))
    graded = f"source graded {source.reliability}, published {source.published}{basis}"
    lines = [
        f"{graded}; account graded {account.credibility}, {account.manner}",
        f"told by: {' > '.join(_voices(account))}",
    ]
    if account.ending is not None:
        lines.append(f"struck by {account.ending.kind.replace('_', ' ')}, disclosed {account.ending.disclosed or '?'}")
    for line in lines:
        out.print(Padding(Text(line, style="dim"), (0, 0, 0, 4)))
    out.print(Padding(Text(account.summary, style=style), (0, 0, 0, 4)))
    if account.when and account.when.get("stated"):
        dated = f" ({account.when['edtf']})" if isinstance(account.when.get("edtf"), str) else ""
        out.print(Padding(Text(f"time: {account.when['stated']}{dated}", style="dim"), (0, 0, 0, 4)))
    for passage in cited:
        around = [_on_one_line(part) for part in (passage.before, passage.cited, passage.after)]
        text = Text.assemble((around[0], "dim"), (around[1], "underline"), (around[2], "dim"))
        text.append(f"  [{passage.start}, {passage.end})", style="dim")
        out.print(Padding(text, (0, 0, 0, 4)))


def _on_one_line(text: str) -> str:
    return LINE_ENDS.sub(" ", text)


def _voices(account: ShownAccount) -> Iterator[str]:
    for voice in account.chain:
        yield f"{voice.name} ({voice.hedge})" if voice.hedge else voice.name


def _differences(fields: list[ShownField], numbers: Mapping[str, int]) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="bold", show_edge=False)
    for column in ("Field", "Values, with the accounts that give them", "Verdict"):
        table.add_column(column, overflow="fold")
    for field in fields:
        values = "\n".join(
            f"{value.text}  {', '.join(f'[{numbers[each]}]' for each in value.accounts if each in numbers)}"
            for value in field.values
        )
        verdict = field.verdict.replace("_", " ") + (f": {field.note}" if field.note else "")
        style = "" if field.verdict == SINGLE else "yellow" if field.verdict == "incompatible" else "dim"
        table.add_row(Text(field.field), Text(values), Text(verdict, style=style))
    return table
