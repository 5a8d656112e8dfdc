"""Identity kept in the ledger: profiles come and go, and only what hangs together with them is thought over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from extract.facts import ArticleFacts
from kg import identity
from kg.identity import Decision
from kg.identity.judgements import Pair
from kg.store.denoted import Denoted, Mentions, Moves
from kg.store.ledger import Ledger
from kg.store.paired import Paired, Touched, is_loose
from kg.store.placed import Placing

_COMPONENT: Final = """
WITH RECURSIVE member(id) AS (
    SELECT ?1
    UNION SELECT b FROM member JOIN link ON a = member.id WHERE verdict IN ('merge', 'lean', 'same')
    UNION SELECT a FROM member JOIN link ON b = member.id WHERE verdict IN ('merge', 'lean', 'same')
)
SELECT a, b, verdict, score FROM member JOIN link ON a = member.id WHERE verdict != 'ask'
"""


class Resolution:
    """One change of the articles, as identity sees it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._mentions = Mentions()
        self._denoted = Denoted(ledger, self._mentions)
        self._paired = Paired(ledger, self._denoted)
        self._pairs: set[Pair] = set()
        """Pairs of entities whose judgement has to be looked at."""
        self._has_judgements = bool(ledger.execute("SELECT 1 FROM judgement LIMIT 1").fetchone())

    def remove(self, article: str) -> None:
        """Take an article's entities out."""
        rows = self._ledger.execute(
            "SELECT profile, published, article, handle FROM entity WHERE article = ?", (article,)
        ).fetchall()
        for profile, *mention in rows:
            self._mentions.gone[profile].add(tuple(mention))
        self._ledger.execute("DELETE FROM entity WHERE article = ?", (article,))

    def add(self, article: ArticleFacts) -> None:
        """Put an article's entities in."""
        judged = self._ledger.judged(article.id) if self._has_judgements else {}
        self._pairs |= {pair for pairs in judged.values() for pair in pairs}
        self._mentions.add(article, judged)

    def judge(self, pairs: Iterable[Pair]) -> None:
        """Look at pairs again whose judgement came, changed or went."""
        self._pairs |= set(pairs)

    def things(self, article: str) -> dict[str, str]:
        """Each entity of an article that was put in → what it denotes, once all is settled."""
        return {entity: str(self._denoted.thing(number)) for entity, number, _, _ in self._mentions.rows[article]}

    def settle(self) -> Moves:
        """Decide about whatever changed; the profiles that denote another thing than before, or for the first time."""
        new = self._denoted.write()
        touched, vanished, left = self._drop_vanished()
        touched |= self._paired.enter(new)
        for pair in sorted(self._pairs):
            touched |= self._paired.judge(pair)
        # Which things need another name is asked before any gets one: an edited article may hand a name on.
        present = sorted({*self._mentions.come, *self._mentions.gone} - vanished)
        renamed = [numbers for number in present if (numbers := self._denoted.to_rename(number))]
        renamed += [self._denoted.members(thing) for thing in sorted(left) if self._denoted.lost_first(thing)]
        settled: set[int] = set()
        for number in sorted(touched.seeds - vanished):
            if number not in settled:
                settled |= self._divide(number)
        named = set(settled)
        for numbers in renamed:
            if named.isdisjoint(numbers):
                named |= set(numbers)
                self._denoted.name(numbers, whole=self._denoted.is_whole(self._denoted.thing(numbers[0])))
        ahead = set(new) - settled
        for number in new:
            if number in ahead and not is_loose(number, self._denoted):
                ahead.discard(number)
                if not self._join(number, ahead):
                    ahead -= self._divide(number)
        self._denoted.fetch({each for number, others in touched.loose.items() for each in (number, *others)})
        known = {
            number: others
            for number, others in touched.loose.items()
            if number not in vanished and number not in settled and self._denoted.thing(number)
        }
        Placing(self._denoted, self._paired, self._divide).run(ahead, known)
        self._denoted.forget_names()
        return {number: move for number, move in self._denoted.moves.items() if move[0] != move[1]}

    def _drop_vanished(self) -> tuple[Touched, set[int], set[str]]:
        """Forget profiles that no article has any more; what is touched, they themselves, and things that go on."""
        touched = Touched()
        dropped: set[int] = set()
        left: set[str] = set()
        placing = Placing(self._denoted, self._paired, self._divide)
        for number in self._mentions.gone:
            if self._ledger.execute("SELECT 1 FROM entity WHERE profile = ? LIMIT 1", (number,)).fetchone():
                continue
            dropped.add(number)
            touched |= self._paired.leave(number)
            thing = self._denoted.thing(number)
            apart = thing is not None and is_loose(number, self._denoted) and placing.stands_alone(number, thing)
            self._denoted.drop(number)
            if thing is not None and (rest := self._denoted.members(thing, most=1)):
                left.add(thing)
                touched.seeds |= set() if apart else set(rest)
        return touched, dropped, left

    def _join(self, number: int, ahead: set[int]) -> bool:
        """Put a new profile to the one thing it belongs to; False where its component has to be divided anew.

        Where a component was one thing and stays free of contradictions as a whole, dividing it anew would leave it
        whole: no union within it can be refused for good.
        """
        denoted = self._denoted
        if self._has_judgements and any(
            verdict in {"same", "different"} for _, verdict, _ in self._paired.links(number)
        ):
            return False
        beside = [other for other in self._paired.beside.get(number, ()) if other not in ahead]
        things = {denoted.thing(other) for other in beside}
        if not things:
            denoted.name([number], whole=True)
            return True
        thing = things.pop()
        if things or thing is None or not denoted.is_whole(thing):
            return False
        if not identity.belongs(
            denoted.profile(number), [denoted.profile(each) for each in beside], denoted.signs(thing)
        ):
            return False
        denoted.put([number], thing)
        return True

    def _divide(self, number: int) -> set[int]:
        """Make the things of a profile's component anew; returns the component."""
        denoted = self._denoted
        links = self._ledger.execute(_COMPONENT, (number,)).fetchall()
        members = {number}.union(*((a, b) for a, b, verdict, _ in links if verdict in identity.JOINING))
        numbers = sorted(members)
        sizes = denoted.sizes(numbers)
        rests = denoted.rests(sizes, members)
        place = {each: at for at, each in enumerate(numbers)}
        decisions: dict[tuple[int, int], Decision] = {}
        for a, b, verdict, score in links:
            if a in place and b in place:
                decisions[place[a], place[b]] = Decision(verdict, score)
        groups = identity.clusters([denoted.member(each) for each in numbers], decisions)
        # A judgement may have joined what contradicts itself: such a component is divided anew each time.
        judged = any(decision.verdict in {"same", "different"} for decision in decisions.values())
        whole = len(groups) == 1 and not judged
        for group in groups:
            together = [numbers[at] for at in group]
            if not denoted.stays(together, sizes, whole=whole):
                denoted.name(together, whole=whole)
        for rest, rest_whole in rests:
            denoted.name(rest, whole=rest_whole)
        return members
