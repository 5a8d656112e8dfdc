"""`kg questions`: the saved questions, with what each needs."""

from __future__ import annotations

import json

import click


@click.command(name="questions")
@click.option("--lang", type=click.Choice(["id", "en"]), default="en", show_default=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(lang: str, form: str) -> None:
    """List the saved questions: name, title, purpose and parameters."""
    from kg.questions import questions

    if form == "json":
        rows = [
            {
                "name": question.name,
                "title": question.title[lang],
                "purpose": question.purpose[lang],
                "parameters": [
                    {"name": p.name, "type": p.type, "label": p.label[lang], "default": p.default}
                    for p in question.parameters
                ],
            }
            for question in questions().values()
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for question in questions().values():
        click.echo(f"{question.name}\n    {question.title[lang]}. {question.purpose[lang]}")
        for p in question.parameters:
            needed = "" if p.required else f"  [{p.default or 'optional'}]"
            click.echo(f"    --param {p.name}=…  {p.label[lang]}{needed}")
