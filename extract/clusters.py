"""Mentions put together by what they name: one cluster for each thing in an article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from extract.coreference_words import coreference_words
from extract.facts import Mention
from extract.name_matching import (
    Name,
    definitions,
    is_bare_title,
    is_blend,
    is_cut,
    is_short_form,
    misprints,
    prepare,
    same_person,
    same_run,
    same_thing,
    starts_with,
)

_NEAR: Final = 30
"""Characters between a nickname and what introduces it."""
_FEW: Final = 120
"""Things of one type up to which each name is compared with every other."""
_BESIDE: Final = 4
"""Characters between a role and the name beside it."""


@dataclass(slots=True)
class Cluster:
    """The mentions of one thing, by their number in the article, and the names that they use."""

    type: str
    members: list[int] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    holders: set[str] = field(default_factory=set)
    """Of an office: the words of the persons' names that stand right behind it."""


def cluster(text: str, mentions: Sequence[Mention], keys: Mapping[int, str]) -> list[Cluster]:
    """The things that the mentions (in order, not overlapping) name.

    `keys`: for a mention that already has an identity of its own, such as a date, that identity.
    """
    defined = definitions(text)
    made: list[Cluster] = []
    by_string: dict[tuple[str, str], Cluster] = {}
    beside = _roles_beside(text, mentions)
    for number, mention in enumerate(mentions):
        string = " ".join(text[mention.start : mention.end].split())
        key = (mention.type, keys.get(number) or string.casefold() + beside.get(number, ""))
        known = by_string.get(key)
        if known is None:
            name = prepare(string, mention.type, defined)
            if number in beside:
                name = replace(name, words=(*name.words, beside[number]))
            known = by_string[key] = Cluster(mention.type, names=[name])
            made.append(known)
        known.members.append(number)
        if mention.type == "POSITION":
            known.holders |= _named_behind(text, mentions, number)
    for kind in sorted({c.type for c in made} - {"DATE"}):
        made = _merge_kind(text, mentions, made, kind)
    return sorted(made, key=lambda c: c.members[0])


def _roles_beside(text: str, mentions: Sequence[Mention]) -> dict[int, str]:
    """For roles that say nothing alone (`Ketua`) and stand beside more than one name: the name beside each of them."""
    roles = coreference_words().bare_roles
    beside: dict[str, dict[int, str]] = {}
    for number, (role, person) in enumerate(pairwise(mentions)):
        if role.type != "POSITION" or person.type != "PERSON" or not person.start - role.end <= _BESIDE:
            continue
        words = tuple(text[role.start : role.end].lower().split())
        if words in roles and not text[role.end : person.start].strip(" :,"):
            beside.setdefault(" ".join(words), {})[number] = text[person.start : person.end].casefold()
    return {
        number: f" {name}"
        for found in beside.values()
        if len(set(found.values())) > 1
        for number, name in found.items()
    }


def _named_behind(text: str, mentions: Sequence[Mention], number: int) -> set[str]:
    """The words of the person's name that stands right behind an office (`Camat Sari Dewi`)."""
    office, person = mentions[number], mentions[number + 1] if number + 1 < len(mentions) else None
    if person is None or person.type != "PERSON" or person.start - office.end > _BESIDE:
        return set()
    if coreference_words().titles.match(text[office.start : office.end]):
        return set()  # `mantan`, `Plt`: an office has several such persons in its time
    if text[office.end : person.start].strip(" ,"):
        return set()
    return set(text[person.start : person.end].casefold().split())


def _held_by_others(short: Cluster, long: Cluster) -> bool:
    """Whether a shorter title (`Camat`) names others than the full one (`Camat Timur`) does."""
    if not short.holders or not long.holders or short.holders & long.holders:
        return False
    return not {frozenset(name.words) for name in short.names} & {frozenset(name.words) for name in long.names}


def _merge_kind(text: str, mentions: Sequence[Mention], made: list[Cluster], kind: str) -> list[Cluster]:
    rest = [c for c in made if c.type != kind]
    ours = [c for c in made if c.type == kind]
    if kind == "PERSON":
        ours = _nicknamed(text, mentions, ours)
    # The longest names first: each shorter one looks for its place among them.
    ours.sort(key=lambda c: (-max(len(n.words) for n in c.names), -max(len(n.text) for n in c.names), c.members[0]))
    placed = _placed(ours, mentions)
    if kind != "PERSON":
        # Once more, now that each knows all its names.
        placed = _placed(placed, mentions)
    return rest + placed


def _placed(ours: Sequence[Cluster], mentions: Sequence[Mention]) -> list[Cluster]:
    """The clusters, each joined to its home among those before it where it has one."""
    placed: list[Cluster] = []
    by_word: dict[str, list[Cluster]] = {}
    for one in ours:
        home = _home(one, placed if len(placed) <= _FEW else _sharing(one, by_word), mentions)
        if home is None:
            placed.append(one)
            home = one
        else:
            join(home, one)
        for word in {word for name in one.names for word in name.words}:
            by_word.setdefault(word, []).append(home)
    return placed


def _sharing(one: Cluster, by_word: Mapping[str, list[Cluster]]) -> list[Cluster]:
    """The clusters that share the rarest word of a name: in a text that is a list of names, nothing else is tried."""
    found: dict[int, Cluster] = {}
    for name in one.names:
        rarest = min((by_word.get(word, []) for word in name.words), key=len)
        found |= {id(cluster): cluster for cluster in rarest}
    return sorted(found.values(), key=lambda c: c.members[0])


def join(home: Cluster, one: Cluster) -> None:
    """Add what one cluster has to another."""
    home.members = sorted(home.members + one.members)
    home.names = home.names + one.names
    home.holders |= one.holders


def _home(one: Cluster, placed: Sequence[Cluster], mentions: Sequence[Mention]) -> Cluster | None:
    """The cluster that the names of `one` belong to: that of the same name, else of the nearest longer name before."""
    for test in _TESTS[one.type == "PERSON"]:
        fitting = [
            c
            for c in placed
            if any(test(short, long) for short in one.names for long in c.names) and not _held_by_others(one, c)
        ]
        if fitting:
            return min(fitting, key=lambda c: _distance(one, c, mentions))
    if one.type == "PERSON" and len(one.names) == 1:
        for test in _GUESSES:
            fitting = [c for c in placed if any(test(one.names[0], long) for long in c.names)]
            if len(fitting) == 1 and fitting[0].members[0] < one.members[0]:
                return fitting[0]
    return None


def _distance(one: Cluster, other: Cluster, mentions: Sequence[Mention]) -> tuple[int, int]:
    """How far back the other was last named where `one` is first; what is only named later comes after."""
    here = one.members[0]
    before = [m for m in other.members if m < here]
    if before:
        return (0, mentions[here].start - mentions[before[-1]].start)
    return (1, mentions[other.members[0]].start - mentions[here].start)


def _same_length_person(short: Name, long: Name) -> bool:
    return len(short.words) == len(long.words) and same_person(short, long)


def _blend(short: Name, long: Name) -> bool:
    return len(short.raw) == 1 and is_blend(short.raw[0], long)


def _known(short: Name, long: Name) -> bool:
    name = coreference_words().known.get(" ".join(short.text.lower().split()))
    return name is not None and same_person(prepare(name, "PERSON", {}), long)


_TESTS: Final = (
    (same_thing, is_bare_title, is_short_form),
    (_same_length_person, same_run, _known, starts_with, same_person, misprints),
)
_GUESSES: Final = (_blend, is_cut)
"""Tests for nicknames that nothing introduces: only where one person alone can be meant, and was named before."""


def _nicknamed(text: str, mentions: Sequence[Mention], clusters: list[Cluster]) -> list[Cluster]:
    """Nicknames that the text introduces joined to the name: `Ahmad Fauzi, akrab disapa Kang Oji`, `Herry Tan (HT)`."""
    data = coreference_words()
    owner = {number: c for c in clusters for number in c.members}
    people = sorted(owner)
    links: list[tuple[int, int]] = []
    for left, right in pairwise(people):
        gap = text[mentions[left].end : mentions[right].start]
        if len(gap) > _NEAR * 2 or "\n" in gap or data.unnamed.search(gap):
            continue
        initials = text[mentions[right].start : mentions[right].end]
        bracketed = gap.strip() == "(" and len(initials) <= 5 and initials.isupper()
        cue = data.called.search(gap)
        if bracketed or data.calling.fullmatch(gap) or (cue and len(gap) - cue.end() <= _NEAR // 2):
            links.append((left, right))
    starts = [mentions[p].start for p in people]
    for cue in data.called.finditer(text):
        # "Kata Bang Jali, sapaannya": the name stands somewhere before.
        here = bisect_left(starts, cue.start())
        follows = here < len(people) and starts[here] - cue.end() <= _BESIDE + 2
        if not here or follows or not cue[0].endswith("nya") or cue.start() - mentions[people[here - 1]].end > _BESIDE:
            continue
        nick = people[here - 1]
        name = _called(
            owner[nick], [p for p in people[: here - 1] if owner[p] is not owner[nick]], owner, text, mentions
        )
        if name is not None:
            links.append((name, nick))
    for left, right in links:
        home, one = owner[left], owner[right]
        if home is one:
            continue
        join(home, one)
        for number in one.members:
            owner[number] = home
        clusters = [c for c in clusters if c is not one]
    return clusters


def _called(
    nick: Cluster, before: Sequence[int], owner: Mapping[int, Cluster], text: str, mentions: Sequence[Mention]
) -> int | None:
    """The mention before of whom a nickname is: the last that looks like it, else the last of the same paragraph."""
    for number in reversed(before):
        if any(is_cut(short, long) or _blend(short, long) for short in nick.names for long in owner[number].names):
            return number
    if before and "\n" not in text[mentions[before[-1]].end : mentions[nick.members[0]].start]:
        return before[-1]
    return None
