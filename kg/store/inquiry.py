"""What identity thought and why, read from the ledger: the questions it leaves open, how two things came together."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from extract.errors import UsageError
from extract.facts import ArticleFacts
from kg import identity, iri
from kg.identity import Decision, Profile
from kg.identity.decision import Verdict
from kg.identity.judgements import Judgement, Key
from kg.store.ledger import Ledger
from kg.vocabulary import DATA

_AROUND: Final = 120
"""Characters shown on each side of a name that no claim is about."""


@dataclass(frozen=True, slots=True)
class Side:
    """One entity of an article as a person needs to see it to judge."""

    key: Key
    name: str
    thing: str
    articles: int
    """In how many articles its thing is named."""
    sentence: str
    features: tuple[str, ...]
    title: str
    url: str
    published: str


@dataclass(frozen=True, slots=True)
class Question:
    """Two entities that may be one thing, for a person to decide."""

    score: float
    reasons: tuple[str, ...]
    a: Side
    b: Side


@dataclass(frozen=True, slots=True)
class Step:
    """One pair on the way from one entity to the other, with what was thought of it."""

    a: Side
    b: Side
    decision: Decision


@dataclass(frozen=True, slots=True)
class Answer:
    """Why two entities are one thing, or are not."""

    a: Side
    b: Side
    together: bool
    direct: Decision | None
    """What the program thinks of the two alone; None where too little speaks for one thing."""
    contradiction: str
    path: tuple[Step, ...]
    """The pairs by which the two came together; where they are apart, those that would join them."""
    judgements: tuple[Judgement, ...]
    """What people have judged of the two or of pairs on the path."""


class Inquiry:
    """Reads a ledger; of a store that is being written to, it may know more than was published."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._articles: dict[str, ArticleFacts | None] = {}

    # Open questions

    def questions(self, limit: int) -> list[Question]:
        """The open questions, those nearest to a decision first; each pair of things once."""
        found: list[Question] = []
        asked: set[tuple[str, str]] = set()
        rows = self._ledger.execute(
            "SELECT link.a, link.b, p.thing, q.thing, score, reasons, p.key, q.key FROM link"
            " JOIN profile p ON p.id = link.a JOIN profile q ON q.id = link.b"
            " WHERE verdict IN ('ask', 'lean') AND p.thing != q.thing ORDER BY score DESC"
        )
        ordered = self._by_score(rows)
        for a, b, thing, other, score, reasons in ordered:
            things = (min(thing, other), max(thing, other))
            if things in asked:
                continue
            asked.add(things)
            if self._parted(*things):
                continue
            told = self._decision(a, b, "ask", score, reasons).reasons
            found.append(Question(score, told, self._side_of(a), self._side_of(b)))
            if len(found) == limit:
                break
        return found

    @staticmethod
    def _by_score(rows: Iterator[tuple[int, int, str, str, float, str, str, str]]) -> Iterator[tuple]:  # type: ignore[type-arg]
        """The rows in an order that no row number decides; the lesser profile first in each."""
        same: list[tuple] = []  # type: ignore[type-arg]
        for a, b, thing, other, score, reasons, key, second in rows:
            if same and same[0][0] != -score:
                yield from (row[3] for row in sorted(same))
                same = []
            first = (a, b, thing, other) if key <= second else (b, a, other, thing)
            same.append((-score, min(key, second), max(key, second), (*first, score, reasons)))
        yield from (row[3] for row in sorted(same))

    def _parted(self, one: str, two: str) -> bool:
        """Whether a person has said of some of their members that they are two."""
        row = self._ledger.execute(
            "SELECT 1 FROM profile p JOIN link ON link.a = p.id JOIN profile q ON q.id = link.b"
            " WHERE p.thing IN (?1, ?2) AND q.thing IN (?1, ?2) AND p.thing != q.thing"
            " AND verdict = 'different' LIMIT 1",
            (one, two),
        ).fetchone()
        return row is not None

    # Why

    def why(self, one: str, two: str) -> Answer:
        """Why what two addresses or names stand for is one thing, or is not."""
        keys = self._resolve(one), self._resolve(two)
        a, b = (self._number(key) for key in keys)
        first, second = sorted((self._profile(a), self._profile(b)))
        path = self._path(a, b)
        stops = {key for step in path for key in (step.a.key, step.b.key)} | set(keys)
        judged = [j for j in self._ledger.judgements().values() if j.a in stops and j.b in stops]
        return Answer(
            self._side(keys[0], a),
            self._side(keys[1], b),
            self._thing(a) == self._thing(b),
            None if a == b else identity.decide(first, second),
            identity.contradiction(identity.signature(first), identity.signature(second)),
            path,
            tuple(sorted(judged)),
        )

    def key(self, text: str) -> Key:
        """The entity that an address or a name stands for: of a thing, its first mention."""
        return self._resolve(text)

    def has(self, key: Key) -> bool:
        """Whether an article has such an entity."""
        facts = self._facts(key.article)
        return facts is not None and key[1:] in set(identity.handles(facts).values())

    def _resolve(self, text: str) -> Key:
        article, marker, entity = text.partition("/entity/")
        if marker:
            found = self._key_of_entity(article, entity)
            if found is not None:
                return found
        short = self._current(text.removeprefix(DATA))
        things = [short] if self._is_thing(short) else self._things_called(text)
        if len(things) != 1:
            raise UsageError(
                f"{len(things)} things are called {text!r}." if things else f"there is no thing {text!r}.",
                remedy="Name one by its address: " + ", ".join(DATA + thing for thing in things[:5]) + "."
                if things
                else "Copy the address of a thing or of an article's entity.",
            )
        row = self._ledger.execute(
            "SELECT e.article, e.handle, profile.key FROM entity e JOIN profile ON profile.id = e.profile"
            " WHERE thing = ? ORDER BY published, article, handle LIMIT 1",
            (things[0],),
        ).fetchone()
        return Key(row[0], Profile.from_key(row[2]).type, row[1])

    def _key_of_entity(self, article: str, entity: str) -> Key | None:
        name = iri.article_id(article)
        facts = self._facts(name) if name else None
        if facts is None:
            return None
        for own, handle in identity.handles(facts).items():
            if iri.segment(own) == entity:
                return Key(facts.id, handle.type, handle.name)
        return None

    def _current(self, thing: str) -> str:
        seen: set[str] = set()
        while thing not in seen:
            seen.add(thing)
            row = self._ledger.execute("SELECT successor FROM retired WHERE thing = ?", (thing,)).fetchone()
            thing = row[0] if row else thing
        return thing

    def _is_thing(self, thing: str) -> bool:
        return self._ledger.execute("SELECT 1 FROM profile WHERE thing = ? LIMIT 1", (thing,)).fetchone() is not None

    def _things_called(self, name: str) -> list[str]:
        rows = self._ledger.execute("SELECT DISTINCT thing FROM spelling WHERE main = 1 AND text = ?", (name,))
        return sorted(thing for (thing,) in rows if self._is_thing(thing))

    def _path(self, a: int, b: int) -> tuple[Step, ...]:
        """The fewest pairs that join two profiles; none where nothing does, or where they are one.

        Within one thing: not through others, and not through those by whom nobody is joined if there is another way.
        """
        if a == b:
            return ()
        thing = self._thing(a)
        if thing != self._thing(b):
            return self._search(a, b, lambda other: True)
        direct = self._search(a, b, lambda other: other < identity.LOOSE and self._thing(other) == thing)
        return direct or self._search(a, b, lambda other: self._thing(other) == thing)

    def _search(self, a: int, b: int, leads: Callable[[int], bool]) -> tuple[Step, ...]:
        came: dict[int, tuple[int, Verdict, float, str]] = {}
        ahead = deque([a])
        while ahead and b not in came:
            at = ahead.popleft()
            rows = self._ledger.execute(
                "SELECT b, verdict, score, reasons FROM link WHERE a = ?1 AND verdict IN ('merge', 'lean', 'same')"
                " UNION ALL SELECT a, verdict, score, reasons FROM link"
                " WHERE b = ?1 AND verdict IN ('merge', 'lean', 'same')",
                (at,),
            ).fetchall()
            rows.sort(key=lambda row: (row[1] != "same", -row[2], self._profile(row[0])))
            for other, verdict, score, reasons in rows:
                if other not in came and other != a and (other == b or leads(other)):
                    came[other] = (at, verdict, score, reasons)
                    ahead.append(other)
        steps: list[Step] = []
        at = b
        while at in came and at != a:
            before, verdict, score, reasons = came[at]
            decision = self._decision(before, at, verdict, score, reasons)
            steps.append(Step(self._side_of(before), self._side_of(at), decision))
            at = before
        return tuple(reversed(steps))

    def _decision(self, a: int, b: int, verdict: Verdict, score: float, reasons: str) -> Decision:
        """What a link stands for: a person's reasons are kept, the program's follow from the profiles."""
        if reasons:
            return Decision(verdict, score, tuple(json.loads(reasons)))
        again = identity.decide(self._profile(a), self._profile(b))
        return Decision(verdict, score, again.reasons if again else ())

    # Sides

    def _number(self, key: Key) -> int:
        rows = self._ledger.execute(
            "SELECT profile FROM entity WHERE article = ? AND handle = ?", (key.article, key.name)
        )
        return next(int(number) for (number,) in rows.fetchall() if self._profile(number).type == key.type)

    def _profile(self, number: int) -> Profile:
        return Profile.from_key(self._ledger.execute("SELECT key FROM profile WHERE id = ?", (number,)).fetchone()[0])

    def _thing(self, number: int) -> str:
        return str(self._ledger.execute("SELECT thing FROM profile WHERE id = ?", (number,)).fetchone()[0])

    def _side_of(self, number: int) -> Side:
        row = self._ledger.execute(
            "SELECT article, handle FROM entity WHERE profile = ? ORDER BY published, article, handle LIMIT 1",
            (number,),
        ).fetchone()
        return self._side(Key(row[0], self._profile(number).type, row[1]), number)

    def _side(self, key: Key, number: int) -> Side:
        thing = self._thing(number)
        count = self._ledger.execute(
            "SELECT count(DISTINCT article) FROM profile JOIN entity ON profile = profile.id WHERE thing = ?", (thing,)
        ).fetchone()[0]
        facts = self._facts(key.article)
        return Side(
            key,
            key.name.partition("\n")[0],
            DATA + thing,
            count,
            _sentence(facts, key) if facts else "",
            self._profile(number).features,
            (facts and facts.title) or "",
            (facts and facts.url) or "",
            (facts and facts.published) or "",
        )

    def _facts(self, article: str) -> ArticleFacts | None:
        if article not in self._articles:
            self._articles[article] = self._ledger.facts(article)
        return self._articles[article]


def _sentence(facts: ArticleFacts, key: Key) -> str:
    """A sentence about an entity: of the claim that tells most who it is, or else what stands around its name."""
    own = next((entity for entity, handle in identity.handles(facts).items() if handle == key[1:]), None)
    about = [fact for fact in facts.facts if own in (fact.s, fact.o)]
    about.sort(key=lambda fact: (fact.p not in {"holdsPosition", "memberOf", "candidateFor"}, fact.start))
    if about:
        return " ".join(facts.text[about[0].start : about[0].end].split())
    mention = next((m for m in sorted(facts.mentions) if m.entity == own), None)
    if mention is None:
        return ""
    return " ".join(facts.text[max(0, mention.start - _AROUND) : mention.end + _AROUND].split())
