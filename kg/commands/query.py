"""`kg query`: ask a store, an RDF file or an endpoint."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl")


@click.command(name="query")
@click.argument("store", required=False)
@click.argument("query", required=False)
@click.option("--param", "-p", "given", multiple=True, metavar="NAME=VALUE", help="A parameter of a saved question.")
@click.option(
    "--format", "-f", "form", type=click.Choice(FORMATS), default=None, help="Default: table, or ttl for graphs."
)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of a store.")
def command(
    store: str | None,
    query: str | None,
    given: tuple[str, ...],
    form: str | None,
    output: Path | None,
    endpoint: str | None,
) -> None:
    """Ask STORE the QUERY: SPARQL text, a .rq file, - for standard input, or the name of a saved question.

    STORE is a store's folder or an RDF file; with --endpoint it is left out. `kg questions` lists the saved questions.
    """
    from kg.engine import RemoteEngine, Triples, open_engine
    from kg.results import write

    if endpoint is not None and query is None:
        store, query = None, store
    if query is None or (store is None) == (endpoint is None):
        raise click.UsageError("Give a STORE and a QUERY, or --endpoint URL and a QUERY.")
    text = _read(query, _values(given))
    engine = RemoteEngine(endpoint) if endpoint is not None else open_engine(Path(store or ""))
    result = engine.run(text)
    chosen = form or ("ttl" if isinstance(result, Triples) else "table")
    body = write(result, chosen)
    if output is None:
        sys.stdout.write(body)
    else:
        output.write_text(body, encoding="utf-8-sig" if chosen == "csv" else "utf-8", newline="")


def _values(given: tuple[str, ...]) -> dict[str, str]:
    """NAME=VALUE pairs as a mapping."""
    values = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"--param takes NAME=VALUE, not {pair!r}.")
        values[name.strip()] = value
    return values


def _read(query: str, values: dict[str, str]) -> str:
    """The text of a query, wherever it stands, its parameters filled in."""
    from extract.errors import UsageError
    from kg.questions import find, questions, read_question

    if query in questions():
        return find(query).bind(values)
    path = Path(query)
    if query.endswith(".rq") and path.is_file():
        text = path.read_text(encoding="utf-8")
        return read_question(path).bind(values) if values else text
    if values:
        raise UsageError("--param goes with a saved question or a .rq file that declares its parameters.")
    if query == "-":
        return sys.stdin.read()
    if re.fullmatch(r"[\w-]+", query):
        return find(query).text  # raises: no such question
    return query
