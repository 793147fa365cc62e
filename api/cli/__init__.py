"""The command line: `regesta`. Commands are found by scanning; none is imported before it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence

EXIT_FINE = 0
EXIT_FAILED = 1
EXIT_USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 the record or its rules said no, 2 the words were off."""
    import click

    from api.cli.group import regesta

    try:
        outcome = regesta.main(args=arguments, prog_name="regesta", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as wanting:
        click.echo(wanting.ctx.get_help())
        return EXIT_FINE
    except click.ClickException as refusal:
        refusal.show(sys.stderr)
        return EXIT_USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return EXIT_FAILED
    except BrokenPipeError:
        return _leave_a_closed_pipe()
    except Exception as failure:
        from domain.errors import RegestaError

        if not isinstance(failure, (RegestaError, OSError)):
            raise
        click.echo(f"regesta: {failure}", err=True)
        return EXIT_USAGE if _is_usage(failure) else EXIT_FAILED
    return outcome if isinstance(outcome, int) else EXIT_FINE


def _is_usage(failure: Exception) -> bool:
    from domain.errors import Invalid

    return isinstance(failure, Invalid)


def _leave_a_closed_pipe() -> int:
    import os

    # the reader went away (`| head`): nothing is wrong, and Python must not complain when it flushes at exit
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EXIT_FINE
