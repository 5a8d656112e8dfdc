"""Blocks, pairwise decisions and clusters of profiles: cautious, and the same whatever came first."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations
from typing import Final

from kg.identity import gatherings, names, people
from kg.identity.decision import Decision, Verdict
from kg.identity.names import lists
from kg.identity.profiles import Profile

CAP: Final = 12
"""In a block of more profiles, each is compared with so many of them only, chosen by a hash of the profiles."""

_FEW: Final = 3
_NAMED_BY_NAME: Final = frozenset({"ORG", "PLACE", "POSITION", "DOCUMENT"})
_MOST_PAIRS: Final = 4
_MOST_WORDS: Final = 3


def shareable(profile: Profile) -> bool:
    """Whether two entities with this profile are one thing without further question."""
    if profile.type in {"ORG", "PLACE", "POSITION"}:
        return bool(profile.name) and not names.is_generic(profile.type, profile.name)
    if profile.type == "DOCUMENT":
        return any(c.isdigit() for c in profile.name)
    if profile.type == "EVENT" and names.is_election(profile.name):
        return True
    found = verdict(profile, profile) if blocks(profile) else None
    return found is not None and found[0] == "merge"


@lru_cache(maxsize=65_536)
def blocks(profile: Profile) -> tuple[int, ...]:
    """The blocks in which a profile is compared, as numbers; none for one that is never joined by the program."""
    if profile.type == "PERSON":
        found = _person_blocks(profile)
    elif profile.type == "EVENT" and not names.is_election(profile.name):
        found = _event_blocks(profile)
    else:
        return ()
    return tuple(sorted(_number(block) & ~1 | block.startswith("?") for block in found))


def cap(block: int, most: int = CAP) -> int:
    """With how many of a block each of its profiles is compared: few where a pair is hardly ever joined."""
    return min(_FEW, most) if block & 1 else most


@lru_cache(maxsize=65_536)
def rank(profile: Profile) -> int:
    """A profile's number, and where it stands in its blocks: by chance, but the same in every store."""
    return _number(profile.key)


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def _person_blocks(profile: Profile) -> set[str]:
    rare = names.rarest(profile.name)
    found = {
        f"P {part} {feature}"
        for part in rare
        for feature in profile.features
        if feature.startswith(("office:", "body:"))
    }
    parts = [part for part in profile.name.split() if len(part) > 2][:5]
    pairs = sorted(
        {(a, b) for a, b in combinations(parts, 2) if a != b},
        key=lambda pair: (-names.bits(pair[0]) - names.bits(pair[1]), pair),
    )
    found |= {f"{_pair_kind(a, b)} {a} {b}" for a, b in pairs[:_MOST_PAIRS]}
    return found | _context_blocks(profile, pairs)


def _pair_kind(a: str, b: str) -> str:
    """What begins the block of two parts of a name: `?` where they alone join nobody, so that it is for questions."""
    weights = lists().weights
    return "P" if names.bits(a) + names.bits(b) + weights["population"] >= weights["merge"] else "?"


def _context_blocks(profile: Profile, pairs: Sequence[tuple[str, str]]) -> set[str]:
    """The strongest pair of parts within the area and beside each companion: smaller blocks than the pair alone."""
    known = people.facets(profile.features)
    around = {f"in {people.words(area)}" for area in known.areas}
    around |= {f"in {near}" for near in known.near} | {f"with {name}" for name in known.companions}
    return {f"P {a} {b} {context}" for a, b in pairs[:2] for context in around}


def _event_blocks(profile: Profile) -> set[str]:
    known = gatherings.facets(profile.features)
    content = gatherings.content(profile.name)
    if not content:
        return set()
    whole = " ".join(content)
    telling = gatherings.distinctive(profile.name)[:_MOST_WORDS]
    others = [word for word in content if word not in telling][:_MOST_WORDS]
    keys = {whole, *(f"{a} {b}" for a, b in combinations(telling, 2)), *(f"{a} {b}" for a in telling for b in others)}
    found = {f"E {day} {key}" for day in known.days for key in keys}
    found |= {f"E {day} at {place}" for day in known.days for place in known.places}
    return found | {f"E {span} {whole}" for span in gatherings.spans(known)}


def decide(first: Profile, second: Profile) -> Decision | None:
    """What is thought of two profiles of one block, whichever comes first; None where nothing speaks for one thing."""
    if first.type != second.type:
        return None
    if first.type == "PERSON":
        return people.decide_people((first.name, second.name), (first.features, second.features))
    if first.type == "EVENT":
        return gatherings.decide_gatherings((first.name, second.name), (first.features, second.features))
    return None


def verdict(first: Profile, second: Profile) -> tuple[Verdict, float] | None:
    """What `decide` decides, and how strongly, without the reasons, which cost more than the rest."""
    if first.type != second.type:
        return None
    if first.type == "PERSON":
        return people.judge_people((first.name, second.name), (first.features, second.features))
    if first.type == "EVENT":
        return gatherings.judge_gatherings((first.name, second.name), (first.features, second.features))
    return None


@lru_cache(maxsize=65_536)
def signature(profile: Profile) -> str:
    """All of a profile that can contradict another, as text; empty where nothing can."""
    if profile.type == "PERSON" and profile.name:
        areas = sorted([kind, *sorted(words)] for kind, words in people.facets(profile.features).areas)
        return json.dumps(["P", profile.name, areas, placed(profile)], ensure_ascii=False)
    if profile.type == "EVENT":
        known = gatherings.facets(profile.features)
        if known.days or known.places:
            return json.dumps(["E", sorted(known.days), sorted(known.places)], ensure_ascii=False)
    return ""


@lru_cache(maxsize=262_144)
def contradiction(first: str, second: str) -> str:
    """Why things of two signatures are never one by the program's judgement; empty where they may be."""
    if not first or not second or first == second:
        return ""
    one, two = json.loads(first), json.loads(second)
    if one[0] != two[0]:
        return "of two kinds"
    if one[0] == "P":
        areas = [frozenset((kind, frozenset(words)) for kind, *words in each[2]) for each in (one, two)]
        return people.contradictory((one[1], two[1]), (areas[0], areas[1]))
    a, b = (gatherings.Facets(frozenset(each[1]), "", frozenset(each[2]), frozenset()) for each in (one, two))
    return gatherings.contradictory(a, b)


def has_placed(signs: Iterable[str]) -> bool:
    """Whether one of some signatures is of a placed profile."""
    return any(sign and (found := json.loads(sign))[0] == "P" and found[3] for sign in signs)


def consistent(left: Collection[str], right: Collection[str]) -> bool:
    """Whether what contradicts nothing within two groups of signatures does so between them.

    Two shortened names of a person may differ in what they leave out, so long as a fuller name in the groups has both.
    """
    names_differ = False
    for one in left:
        for two in right:
            against = contradiction(one, two)
            if against == people.OTHER_NAMES:
                names_differ = True
            elif against:
                return False
    return not names_differ or _has_fullest(frozenset(json.loads(sign)[1] for sign in (*left, *right)))


@lru_cache(maxsize=65_536)
def _has_fullest(found: frozenset[str]) -> bool:
    longest = sorted(found, key=lambda name: (-len(name.split()), name))
    size = len(longest[0].split())
    return any(
        all(people.shortens(name, full) for name in found if name != full)
        for full in longest
        if len(full.split()) >= size - 1
    )


def clusters(members: Sequence[Profile], decisions: Mapping[tuple[int, int], Decision]) -> list[list[int]]:
    """A component's members (sorted) divided into things; `decisions` are those to merge, and people's judgements.

    People's judgements first, the newest first: what contradicts a newer one has no effect. Then the strongest merges
    first, none over a judgement that keeps apart or a contradiction of any two members.
    """
    groups = _Groups(members)
    judged = [(d.score, pair, d.verdict) for pair, d in decisions.items() if d.verdict in {"same", "different"}]
    for _, (a, b), verdict in sorted(judged, reverse=True):
        if verdict == "different":
            groups.part(a, b)
        else:
            groups.join(a, b, judged=True)
    merges = [pair for _, pair in sorted((-d.score, pair) for pair, d in decisions.items() if d.verdict == "merge")]
    groups.join_all(pair for pair in merges if groups.is_placed(*pair))
    torn = groups.torn({pair: decisions[pair].score for pair in merges})
    groups.join_all(pair for pair in merges if not groups.is_placed(*pair) and torn.isdisjoint(pair))
    return groups.result()


def placed(profile: Profile) -> bool:
    """Whether a person's profile says where to find the person: such profiles are joined directly, or not at all."""
    return profile.type == "PERSON" and people.facets(profile.features).placed


class _Groups:
    """Members in groups that grow, with what keeps groups apart."""

    def __init__(self, members: Sequence[Profile]) -> None:
        self._own = [placed(member) for member in members]
        self._placed = list(self._own)
        """Group → whether it has a member that is placed."""
        self._home = list(range(len(members)))
        self._members = [[at] for at in self._home]
        self._signs = [{sign} if (sign := signature(member)) else set() for member in members]
        self._parted: list[set[int]] = [set() for _ in members]
        """Group → groups that a judgement keeps apart from it."""

    def part(self, a: int, b: int) -> None:
        left, right = self._home[a], self._home[b]
        if left != right:
            self._parted[left].add(right)
            self._parted[right].add(left)

    def is_placed(self, a: int, b: int) -> bool:
        """Whether both members are placed."""
        return self._own[a] and self._own[b]

    def torn(self, merges: Mapping[tuple[int, int], float]) -> set[int]:
        """The members that fit several groups of placed ones about equally: namesakes of whom it may be either."""
        fits: dict[int, dict[int, float]] = {}
        for pair, score in merges.items():
            for own, other in (pair, pair[::-1]):
                if self._own[other] and not self._own[own]:
                    found = fits.setdefault(own, {})
                    home = self._home[other]
                    found[home] = max(found.get(home, score), score)
        clear = lists().weights["clear"]
        return {
            own
            for own, found in fits.items()
            if sum(score > max(found.values()) - clear for score in found.values()) > 1
        }

    def join_all(self, merges: Iterable[tuple[int, int]]) -> None:
        """Make one group of each pair, in order, where nothing is against it."""
        ahead = list(merges)
        while ahead:
            # What was refused may be allowed once a fuller name has joined one of the two.
            refused = [pair for pair in ahead if not self.join(*pair)]
            ahead = refused if len(refused) < len(ahead) else []

    def join(self, a: int, b: int, *, judged: bool = False) -> bool:
        """Make one group of two; False where something is against it."""
        left, right = sorted((self._home[a], self._home[b]))
        if left == right:
            return True
        if right in self._parted[left]:
            return False
        if not judged:
            # Nobody is joined through a third who fits both.
            if self._placed[left] and self._placed[right] and not self.is_placed(a, b):
                return False
            if not consistent(self._signs[left], self._signs[right]):
                return False
        self._placed[left] |= self._placed[right]
        for at in self._members[right]:
            self._home[at] = left
        self._members[left] += self._members[right]
        self._members[right] = []
        self._signs[left] |= self._signs[right]
        for other in self._parted[right]:
            self._parted[other].discard(right)
            self._parted[other].add(left)
            self._parted[left].add(other)
        return True

    def result(self) -> list[list[int]]:
        return sorted(sorted(group) for group in self._members if group)


def own_anchor(profile: Profile) -> tuple[str, ...] | None:
    """What names the thing of a profile for good, where its name alone does; None where its first mention has to."""
    if profile.type in _NAMED_BY_NAME and not profile.local:
        return (profile.name,)
    return None
