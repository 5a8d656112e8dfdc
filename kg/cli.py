"""The command `kg`: its subcommands live in `kg/commands/`, one module each, and are imported only when called."""

from __future__ import annotations

import os
import pkgutil
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from extract.errors import JejakError

COMMANDS = Path(__file__).with_name("commands")


class LazyGroup(click.Group):
    """A group that finds its commands as modules and imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules([str(COMMANDS)]))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"kg.commands.{cmd_name}").command
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jejak")
def cli() -> None:
    """Ask, check, review, export and serve a knowledge graph that was read out of news."""


def run(command: click.Command, *, name: str, arguments: list[str] | None = None) -> int:
    """Run a command and return its exit status; what a user can be told is one sentence on stderr."""
    try:
        result: Any = command.main(args=arguments, prog_name=name, standalone_mode=False)
        sys.stdout.flush()  # so that a reader who has gone is noticed here and not at exit
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        print("Stopped.", file=sys.stderr)
        return 130
    except JejakError as error:
        print(f"{name}: {printable(str(error))}", file=sys.stderr)
        return error.exit_status
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has gone (click then raises SystemExit, and in this mode for nothing else); a second
        # failure at exit would say nothing new.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"{name}: {printable(place + (error.strerror or str(error)))}.", file=sys.stderr)
        return 1
    except Exception as error:
        # A mistake of this program: told in a sentence like any other, and whole to whoever asks for it.
        if os.environ.get("JEJAK_DEBUG"):
            raise
        kind = type(error).__name__
        print(
            f"{name}: a mistake of this program ({kind}: {printable(str(error))[:300]}); the store is as it was. "
            "Set JEJAK_DEBUG=1 to see where, and report it.",
            file=sys.stderr,
        )
        return 1
    return result if isinstance(result, int) else 0


def printable(text: str) -> str:
    """The text without characters that a terminal would obey."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)


def main() -> None:
    """The entry point of the installed command."""
    sys.exit(run(cli, name="kg"))
