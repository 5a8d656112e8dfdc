"""`kg review`: a person's judgements on who is who."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from kg.identity.judgements import Judgement, Key
    from kg.store.inquiry import Question, Side

COLUMNS: Final = (
    "verdict", "why", "score", "reasons",
    "a_name", "a_known", "a_sentence", "a_title", "a_published", "a_url",
    "b_name", "b_known", "b_sentence", "b_title", "b_published", "b_url",
    "a", "b",
)  # fmt: skip
_WORDS: Final = {
    "same": "same", "sama": "same", "s": "same", "different": "different", "beda": "different", "berbeda": "different",
    "d": "different", "open": "open", "terbuka": "open", "o": "open",
}  # fmt: skip


@click.command(name="review")
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--csv", "table", metavar="FILE", help="Write the open questions as a table; - is standard output.")
@click.option("--read", "answers", metavar="FILE", help="Take the verdicts of such a table; - is standard input.")
@click.option("--same", metavar="A B", nargs=2, help="Judge that A and B are one.")
@click.option("--different", metavar="A B", nargs=2, help="Judge that A and B are two.")
@click.option("--open", "reopened", metavar="A B", nargs=2, help="Take a judgement on A and B back.")
@click.option("--list", "listed", is_flag=True, help="Print the judgements that stand, newest first.")
@click.option("--who", envvar="JEJAK_REVIEWER", help="Who judges; the user's name where it is not given.")
@click.option("--why", "why", default="", help="The reason, kept with the judgement.")
@click.option("--limit", type=click.IntRange(min=1), default=500, show_default=True, help="The most questions.")
def command(
    store: Path,
    table: str | None,
    answers: str | None,
    same: tuple[str, str] | None,
    different: tuple[str, str] | None,
    reopened: tuple[str, str] | None,
    listed: bool,
    who: str | None,
    why: str,
    limit: int,
) -> int:
    """Walk through the questions of identity that STORE leaves open, and judge.

    Each judgement is a line in STORE/judgements.jsonl with who, when and why, and wins over the program; of two on one
    pair the newer wins. A line taken out, or --open, leaves the graph that never had it. A and B are addresses of
    things or of articles' entities, or names that one thing only has. With --read, exit status 3: a row was set aside.
    """
    from extract.errors import UsageError

    chosen = [each for each in (table, answers, same, different, reopened, listed or None) if each is not None]
    if len(chosen) > 1:
        raise UsageError("give one of --csv, --read, --same, --different, --open, --list.")
    if listed:
        _print_judgements(store)
        return 0
    if table is not None:
        return _write_table(store, table, limit)
    reviewer = who or _user()
    if answers is not None:
        return _read_table(store, answers, reviewer)
    for verdict, pair in (("same", same), ("different", different), ("open", reopened)):
        if pair is not None:
            return _judge_one(store, verdict, pair, reviewer, why)
    return _walk(store, reviewer, limit)


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        from extract.errors import UsageError

        raise UsageError("nobody is named who judges.", remedy="Give --who NAME.") from None


def _print_judgements(store: Path) -> None:
    from kg.cli import printable
    from kg.identity import judgements
    from kg.store import Snapshot

    with Snapshot.open(store) as snapshot:
        standing = judgements.standing(judgements.read(snapshot.folder / judgements.FILE))
        for each in sorted(standing.values(), key=lambda judgement: (-judgement.moment, judgement)):
            gone = [key.article for key in each.pair if not snapshot.inquiry().has(key)]
            note = f"  [without effect: not in {', '.join(gone)}]" if gone else ""
            names = "  ".join(f"{' '.join(key.name.split())} ({key.article})" for key in each.pair)
            click.echo(printable(f"{each.date}  {each.who}  {each.verdict}  {names}  {each.why}{note}"))


def _judge_one(store: Path, verdict: str, pair: tuple[str, str], who: str, why: str) -> int:
    from extract.errors import UsageError
    from kg.store import Snapshot

    with Snapshot.open(store) as snapshot:
        a, b = (snapshot.inquiry().key(text) for text in pair)
    if a == b:
        raise UsageError("both are one entity of one article.", remedy="Name two entities, as <article>/entity/<id>.")
    if a.type != b.type:
        raise UsageError(f"one is {a.type}, the other {b.type}.")
    return _keep(store, [_judgement(a, b, verdict, who, why)])


def _judgement(a: Key, b: Key, verdict: str, who: str, why: str) -> Judgement:
    from kg.identity.judgements import Judgement, now

    return Judgement(now(), who, verdict, a, b, why)  # type: ignore[arg-type]  # read as one of the three words


def _keep(store: Path, made: list[Judgement]) -> int:
    from kg.store import Store

    with Store.open(store, create=False) as opened:
        changed = opened.judge(made)
    click.echo(
        f"{len(made)} {'judgement' if len(made) == 1 else 'judgements'} kept; {changed} pairs changed.", err=True
    )
    return 0


# As a table


def _write_table(store: Path, table: str, limit: int) -> int:
    from kg.commands.export import opened
    from kg.results import as_csv
    from kg.store import Snapshot

    with Snapshot.open(store) as snapshot:
        questions = snapshot.inquiry().questions(limit)
    rows = [_row(question) for question in questions]
    with opened(table) as file:
        file.write(b"\xef\xbb\xbf" + as_csv(COLUMNS, rows).encode("utf-8"))
    click.echo(f"{len(rows)} open questions.", err=True)
    return 0


def _row(question: Question) -> list[str]:
    cells = ["", "", f"{question.score:.1f}", "; ".join(question.reasons)]
    for side in (question.a, question.b):
        cells += [side.name, "; ".join(side.features), side.sentence, side.title, side.published, side.url]
    return [*cells, *(json.dumps(list(side.key), ensure_ascii=False) for side in (question.a, question.b))]


def _read_table(store: Path, table: str, who: str) -> int:
    made: list[Judgement] = []
    refused = 0
    with _text(table) as file:
        for number, row in _rows(file, table):
            word = (row.get("verdict") or "").strip().lower()
            if not word:
                continue
            try:
                a, b = (_key(row.get(side) or "") for side in ("a", "b"))
                if a == b or a.type != b.type:
                    raise ValueError("they are no two entities of one type")
                made.append(_judgement(a, b, _WORDS[word], who, (row.get("why") or "").strip()))
            except (KeyError, ValueError, TypeError) as error:
                refused += 1
                problem = f"no verdict {word!r}; write same, different or open" if word not in _WORDS else str(error)
                click.echo(f"{table}, line {number}: set aside, {problem}.", err=True)
    if made:
        _keep(store, made)
    else:
        click.echo("No verdicts in the table.", err=True)
    return 3 if refused else 0


def _text(table: str) -> IO[str]:
    if table == "-":
        return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
    return Path(table).open(encoding="utf-8-sig", newline="")


def _rows(file: IO[str], table: str) -> Iterator[tuple[int, dict[str, Any]]]:
    from extract.errors import UsageError

    try:
        first = file.readline()
        file = io.StringIO(first + file.read())
        # Spreadsheets of some languages write semicolons.
        reader = csv.DictReader(file, delimiter=";" if first.count(";") > first.count(",") else ",")
        missing = {"verdict", "a", "b"} - set(reader.fieldnames or ())
        if missing:
            raise UsageError(f"{table}: the column {sorted(missing)[0]!r} is missing.", remedy="Write it with --csv.")
        for row in reader:
            yield reader.line_num, row
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{table}: it is no table in UTF-8 ({error}).") from error


def _key(cell: str) -> Key:
    from kg.identity.judgements import Key

    article, kind, name = json.loads(cell)
    return Key(str(article), str(kind), str(name))


# On a terminal


def _walk(store: Path, who: str, limit: int) -> int:
    from kg.store import Snapshot, keep_judgements

    with Snapshot.open(store) as snapshot:
        questions = snapshot.inquiry().questions(limit)
    if not questions:
        click.echo("No open questions.")
        return 0
    click.echo(f"{len(questions)} open questions. [s]ame, [d]ifferent, s[k]ip, [q]uit.")
    made = 0
    try:
        for answer in _asked(questions, who):
            keep_judgements(store, [answer])  # kept at once; the graph follows at the end
            made += 1
    finally:
        if made:
            _keep_up(store, made)
    return 0


def _keep_up(store: Path, made: int) -> None:
    from kg.store import Store

    with Store.open(store, create=False):
        pass
    click.echo(f"{made} {'judgement' if made == 1 else 'judgements'} kept in {store}.")


def _asked(questions: Iterable[Question], who: str) -> Iterator[Judgement]:
    from kg.cli import printable

    total = len(list(questions))
    for number, question in enumerate(questions, 1):
        click.echo(f"\n{number}/{total}  score {question.score:+.1f}")
        for mark, side in (("A", question.a), ("B", question.b)):
            click.echo(printable(_shown(mark, side)))
        click.echo(printable("   " + "; ".join(question.reasons)))
        answer = click.prompt("One person or thing?", type=click.Choice(["s", "d", "k", "q"]), default="k")
        if answer == "q":
            return
        if answer != "k":
            why = click.prompt("Why", default="", show_default=False)
            yield _judgement(question.a.key, question.b.key, _WORDS[answer], who, why)


def _shown(mark: str, side: Side) -> str:
    known = ", ".join(side.features) or "nothing else known"
    source = "  ".join(part for part in (side.published[:10], side.title, side.url) if part)
    name = " ".join(side.name.split())
    return (
        f"{mark}  {name}  ({known}; in {side.articles} articles)\n   {side.sentence}\n   {source or side.key.article}"
    )
