"""The graph of a store as one HTML file in which journalists find a story and check it."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import click

from kg.cli import run

LEVELS = ("asserted", "alleged", "planned", "denied")


class Day(click.ParamType[str]):
    """A date as far as it matters: `2024`, `2024-05` or `2024-05-03`."""

    name = "DATE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value)
        if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", text):
            self.fail(f"{value!r} is no date; write it like 2024, 2024-05 or 2024-05-03.", param, ctx)
        return text


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("store", metavar="[STORE]", required=False, type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FILE.html", required=True, help="The page; - is standard output.")
@click.option("--endpoint", metavar="URL", help="Draw the graph of this SPARQL endpoint instead of a store.")
@click.option("--focus", metavar="NAME", multiple=True, help="Open on this person, body or event; may be repeated.")
@click.option(
    "--hops", type=click.IntRange(0, 9), default=1, show_default=True, help="So many steps around --focus are seen."
)
@click.option("--since", type=Day(), default=None, help="Only claims of this day and later.")
@click.option("--until", type=Day(), default=None, help="Only claims of this day and before.")
@click.option("--relation", metavar="NAME", multiple=True, help="Only this relation, e.g. attended; may be repeated.")
@click.option("--factuality", type=click.Choice(LEVELS), multiple=True, help="Only what is so sure; may be repeated.")
@click.option("--question", metavar="NAME", help="Only the answer to a saved question; `kg questions` lists them.")
@click.option("--param", "given", metavar="NAME=VALUE", multiple=True, help="A parameter of the question.")
@click.option("--max-nodes", type=click.IntRange(2), default=20_000, show_default=True, help="The most things shown.")
@click.option(
    "--measure",
    type=click.Choice(["connections", "betweenness", "sources"]),
    default="connections",
    show_default=True,
    help="What the size of a symbol tells.",
)
@click.option(
    "--lang", type=click.Choice(["id", "en"]), default="id", show_default=True, help="The language it opens in."
)
@click.option("--dossier", is_flag=True, help="Write a dossier to print, in place of the interactive page.")
@click.version_option(package_name="jejak")
def command(
    store: Path | None,
    output: str,
    endpoint: str | None,
    focus: tuple[str, ...],
    hops: int,
    since: str | None,
    until: str | None,
    relation: tuple[str, ...],
    factuality: tuple[str, ...],
    question: str | None,
    given: tuple[str, ...],
    max_nodes: int,
    measure: str,
    lang: str,
    dossier: bool,
) -> int:
    """Draw the graph of STORE as an interactive network in one HTML file that opens offline.

    STORE is a store's folder or an RDF file. Every edge leads to its sentence, article, date and rule; what is only
    alleged, planned or denied is drawn and named so. What the options leave out is told on the page.
    """
    from kg.claims import read_graph
    from kg.engine import LocalEngine, RemoteEngine, fetch, open_engine
    from kg.page import Selection, render, selection
    from kg.page.dossier import as_dossier

    values = dict(_pair(each) for each in given)
    if values and question is None:
        raise click.UsageError("--param goes with --question.")
    if endpoint is not None and store is None:
        engine = LocalEngine(fetch(RemoteEngine(endpoint)))
    elif store is not None and endpoint is None:
        engine = open_engine(store)
    else:
        raise click.UsageError("Give a STORE, or --endpoint URL.")
    whole = read_graph(engine.store)
    part = Selection(whole)
    if question is not None:
        part = selection.by_question(part, engine, question, values, lang)
    part = selection.by_period(part, since or "", until or "")
    part = selection.by_relation(part, relation)
    part = selection.by_factuality(part, factuality)
    part = selection.by_focus(part, focus, hops)
    part = selection.at_most(part, max_nodes)
    if dossier:
        write(output, as_dossier(part, whole, lang=lang, measure=measure))
    else:
        opening = {"measure": measure} if measure != "connections" else {}
        write(output, render(part, lang=lang, opening=opening))
    return 0


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"--param takes NAME=VALUE, not {text!r}.")
    return name.strip(), value


def write(output: str, page: str) -> None:
    """The page on standard output, or in a file that takes the place of an old one only when all is written."""
    body = page.encode("utf-8")
    if output == "-":
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(body)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def main() -> None:
    """The entry point of the installed command."""
    sys.exit(run(command, name="visualize"))


if __name__ == "__main__":
    main()
