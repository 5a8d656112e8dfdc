"""`kg retract`: take articles out of a store."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="retract")
@click.argument("store", type=click.Path(path_type=Path))
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
def command(store: Path, articles: tuple[str, ...]) -> None:
    """Take each ARTICLE out of STORE, by its id or its IRI; what remains is as if it had never been there."""
    from extract.errors import UsageError
    from kg import iri
    from kg.store import Store

    with Store.open(store, create=False) as opened:
        ids = [article if opened.source(article) else iri.article_id(article) or article for article in articles]
        absent = [given for given, article in zip(articles, ids, strict=True) if opened.source(article) is None]
        if absent:
            raise UsageError(
                f"there is no article {absent[0]!r}; nothing was taken out.",
                where=str(store),
                remedy="Ask for kg:articleId, or copy the address of the article's node.",
            )
        count = opened.update([], ids)
    click.echo(f"{count} {'article' if count == 1 else 'articles'} taken out of {store}.")
