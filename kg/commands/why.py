"""`kg why`: why two entities are one thing in a store, or are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.identity import Decision
    from kg.store.inquiry import Answer, Side


@click.command(name="why")
@click.argument("store", type=click.Path(path_type=Path))
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(store: Path, a: str, b: str, form: str) -> None:
    """Explain why A and B are one thing in STORE, or are two.

    A and B are addresses of things or of articles' entities, or names that one thing only has.
    """
    from kg.cli import printable
    from kg.store import Snapshot

    with Snapshot.open(store) as snapshot:
        answer = snapshot.inquiry().why(a, b)
    if form == "json":
        from dataclasses import asdict

        click.echo(json.dumps(asdict(answer), ensure_ascii=False, indent=1))
    else:
        click.echo(printable(_told(answer)))


_WORDS = {"lean": "one if it is the only one of the name, and well known"}
"""What the program's verdicts mean, where the word does not say it."""


def _told(answer: Answer) -> str:
    lines = [f"A  {_side(answer.a)}", f"B  {_side(answer.b)}", ""]
    if answer.together:
        lines.append(f"They are one thing: {answer.a.thing}")
    else:
        lines += ["They are two things:", f"   {answer.a.thing}", f"   {answer.b.thing}"]
    if answer.together and not answer.path:
        lines.append("They have the same name and the same marks, or are one entity.")
    elif answer.direct is None:
        lines.append("Compared by themselves, too little speaks for one thing.")
    else:
        lines += ["Compared by themselves:", *_decision(answer.direct)]
    if answer.contradiction:
        lines.append(f"What keeps them apart: {answer.contradiction}.")
    if answer.path:
        lines.append("How they came together:" if answer.together else "What would join them, were nothing against it:")
        for step in answer.path:
            lines += [f"   {step.a.name}  [{step.a.key.article}]  +  {step.b.name}  [{step.b.key.article}]"]
            lines += _decision(step.decision, "      ")
    for judgement in answer.judgements:
        why = f": {judgement.why}" if judgement.why else ""
        lines.append(f"Judged {judgement.verdict} by {judgement.who} on {judgement.date}{why}")
    return "\n".join(lines)


def _side(side: Side) -> str:
    name = " ".join(side.name.split())
    where = f"{side.key.type.lower()} in {side.key.article}, its thing in {side.articles} articles"
    return f"{name} ({where})" + (f"\n   {side.sentence}" if side.sentence else "")


def _decision(decision: Decision, indent: str = "   ") -> list[str]:
    if decision.verdict in ("same", "different"):
        return [f"{indent}judged {decision.verdict}: {', '.join(decision.reasons)}"]
    word = _WORDS.get(decision.verdict, decision.verdict)
    return [f"{indent}{word}, {decision.score:+.1f}", *(f"{indent}  {each}" for each in decision.reasons)]
