"""A generated corpus of articles' facts, the same for the same seed, about 120 quads an article.

People recur by Zipf's law, as they do in news: a few are in hundreds of articles, most in one. Offices belong to towns,
events to a town and a day, so identity has namesakes, variants and growing components to think about.

Articles come about in the order in which they were published, as news do; `mixed` gives them in an order by chance, the
dearest one: whenever an earlier article comes, what it names first is named anew.

    for facts in articles(10_000): ...
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from extract.facts import ArticleFacts, Cue, Entity, Fact, Mention

_GIVEN: Final = (
    "Adi", "Agung", "Andika", "Anisa", "Arif", "Ayu", "Bagus", "Bambang", "Budi", "Citra", "Dadang", "Dedi", "Dewi",
    "Dian", "Eka", "Endang", "Fajar", "Fitri", "Galih", "Hadi", "Hendra", "Ika", "Indra", "Joko", "Kartika", "Lina",
    "Maya", "Muhammad", "Nanda", "Nur", "Putri", "Rahmat", "Ratna", "Rini", "Rizki", "Siti", "Sri", "Teguh", "Tri",
    "Wahyu", "Wulan", "Yani", "Yudi", "Yusuf",
)  # fmt: skip
_HEADS: Final = (
    "Wira", "Surya", "Kusuma", "Harta", "Prama", "Satria", "Tirta", "Nata", "Adi", "Dharma", "Jaya", "Maha", "Candra",
    "Guna", "Laksa", "Mangku", "Panca", "Raja", "Sastra", "Suta", "Tirto", "Widya", "Yuda", "Brata", "Cakra", "Dipa",
)  # fmt: skip
_TAILS: Final = (
    "wijaya", "atmaja", "ningrat", "dinata", "kusumah", "negara", "saputra", "permana", "nugraha", "wati", "miharja",
    "laksana", "wardana", "winata", "praja", "sasmita", "manggala", "subrata", "pranata", "lesmana", "utama", "wibawa",
)  # fmt: skip
_TOWN_HEADS: Final = ("Wana", "Mekar", "Tirta", "Karang", "Suka", "Ranca", "Muara", "Gunung", "Tanjung", "Bumi")
_TOWN_TAILS: Final = ("sari", "jaya", "mulya", "wangi", "asih", "rejo", "baru", "indah")
_OFFICES: Final = ("Wali Kota", "Camat", "Sekretaris Daerah", "Kepala Dinas Pendidikan", "Lurah", "Ketua KPU")
_BODIES: Final = ("Bawaslu", "KPU", "Inspektorat", "Dinas Pendidikan", "Forum Warga")
_EVENTS: Final = ("Apel Netralitas ASN", "Rapat Koordinasi", "Jalan Sehat", "Deklarasi Damai", "Bimbingan Teknis")
_OUTLETS: Final = tuple(f"Kabar {head}{tail}" for head in _TOWN_HEADS[:5] for tail in _TOWN_TAILS[:4])
_DAYS: Final = 336
_FACTUALITY: Final = ("asserted",) * 7 + ("alleged", "alleged", "planned", "denied")


def articles(count: int, *, seed: int = 0, first: int = 0, mixed: bool = False) -> Iterator[ArticleFacts]:
    """So many articles, from number `first` on."""
    world = World(seed, max(count + first, 1_000), mixed=mixed)
    for number in range(first, first + count):
        yield world.article(number)


@dataclass(frozen=True, slots=True)
class Resident:
    """A person of the world, with the one town and office that they have."""

    name: str
    town: str
    office: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What one article is about: one or two people, and a body and an event of the first one's town."""

    people: tuple[Resident, ...]
    body: str
    event: str
    outlet: str


class World:
    """The people and towns that all articles of a seed are about."""

    def __init__(self, seed: int, size: int, *, mixed: bool = False) -> None:
        self._size, self._mixed = size, mixed
        chance = random.Random(f"world/{seed}")
        self._seed = seed
        self._towns = [f"{head}{tail}" for head, tail in itertools.product(_TOWN_HEADS, _TOWN_TAILS)]
        count = max(200, size // 3)
        self._people = [
            f"{chance.choice(_GIVEN)} {chance.choice(_HEADS)}{chance.choice(_TAILS)}"
            + (f" {chance.choice(_HEADS)}{chance.choice(_TAILS)}" if chance.random() < 0.6 else "")
            for _ in range(count)
        ]
        self._home = [chance.choice(self._towns) for _ in range(count)]
        self._office = [chance.choice(_OFFICES) for _ in range(count)]
        # The most written about is in one article in a hundred.
        weights = [1 / (rank + 12) for rank in range(count)]
        self._weights = list(itertools.accumulate(weights))

    def scene(self, chance: random.Random) -> Scene:
        """A scene by chance: who is written about often comes often."""
        who = dict.fromkeys(chance.choices(range(len(self._people)), cum_weights=self._weights, k=2))
        people = tuple(Resident(self._people[at], self._home[at], self._office[at]) for at in who)
        town = people[0].town
        return Scene(
            people, f"{chance.choice(_BODIES)} {town}", f"{chance.choice(_EVENTS)} {town}", chance.choice(_OUTLETS)
        )

    def article(self, number: int) -> ArticleFacts:
        chance = random.Random(f"{self._seed}/{number}")
        places = range(len(self._people))
        who = list(dict.fromkeys(chance.choices(places, cum_weights=self._weights, k=2)))
        town = self._home[who[0]]
        at = number * _DAYS // self._size + chance.randint(0, 3)
        at = chance.randrange(_DAYS) if self._mixed else min(at, _DAYS - 1)
        day = f"2031-{at // 28 + 1:02}-{at % 28 + 1:02}"
        draft = _Draft()
        body = draft.entity("ORG", f"{chance.choice(_BODIES)} {town}")
        event = draft.entity("EVENT", f"{chance.choice(_EVENTS)} {town}")
        date = draft.entity("DATE", day)
        if chance.random() < 0.5:
            draft.fact("heldOn", event, date)
        for at in who:
            name = self._people[at]
            person = draft.entity("PERSON", name, name.split()[0])
            if at == who[0] and chance.random() < 0.8:
                office = draft.entity("POSITION", f"{self._office[at]} {self._home[at]}")
                if chance.random() < 0.2:
                    draft.fact("candidateFor", person, office, factuality="asserted")
                else:
                    draft.fact("holdsPosition", person, office, status="current")
            if chance.random() < 0.6 or not draft.facts:
                draft.fact("attended", person, event, factuality=chance.choice(_FACTUALITY))
        if chance.random() < 0.25:
            draft.fact("reported", body, draft.entity("PERSON", self._people[who[-1]]), factuality="alleged", by=body)
        return ArticleFacts(
            id=f"bench/{self._seed}-{number}",
            text=draft.text,
            url=f"https://contoh.example/{self._seed}/{number}",
            title=f"Berita {number}",
            publisher=chance.choice(_OUTLETS),
            published=day,
            extractor="bench",
            entities=tuple(draft.entities.values()),
            mentions=tuple(draft.mentions),
            facts=tuple(draft.facts),
        )


class _Draft:
    """An article while it is being made: one sentence a fact."""

    def __init__(self) -> None:
        self.text = ""
        self.entities: dict[tuple[str, str], Entity] = {}
        self.mentions: list[Mention] = []
        self.facts: list[Fact] = []

    def entity(self, kind: str, name: str, *spelled: str) -> str:
        if (kind, name) not in self.entities:
            self.entities[kind, name] = Entity(f"e{len(self.entities) + 1}", kind, name, (name, *spelled))
        return self.entities[kind, name].id

    def fact(self, p: str, s: str, o: str, *, factuality: str = "asserted", **more: str) -> None:
        names = {entity.id: entity.name for entity in self.entities.values()}
        start = len(self.text)
        self.text += f"{names[s]} {p} {names[o]} pada hari itu, kata panitia kepada para wartawan.\n"
        at = start + len(names[s]) + 1
        cues = () if factuality == "asserted" else (Cue(at, at + len(p), factuality),)
        self.facts.append(
            Fact(
                p=p,
                s=s,
                o=o,
                start=start,
                end=len(self.text) - 1,
                factuality=factuality,
                trigger=(at, at + len(p)),
                cues=cues,
                rule=p,
                confidence=0.9,
                **more,
            )
        )
