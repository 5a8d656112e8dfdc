"""Generated articles for tests of the graph: invented people, offices, bodies and events, the same for the same seed.

articles(50, seed=1)            50 articles; people recur under variants of their names, and have namesakes
story(facts…)                   one article written by hand, from a few words a fact
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from extract.facts import ArticleFacts, Cue, Entity, Fact, Mention

PEOPLE = (
    "Raden Surya Wirakesuma", "Muhammad Danu Prawira", "Lestari Anggraeni", "Bima Satriatama", "Wulan Kinasih",
    "Ahmad Tirtayasa", "Gilang Pramuditya", "Ratna Kusumadewi", "Yusuf Hartadinata", "Sekar Ayuningrum",
)  # fmt: skip
VARIANTS = {
    "Raden Surya Wirakesuma": ("R. Surya Wirakesuma", "Surya Wirakesuma"),
    "Muhammad Danu Prawira": ("Mochamad Danu Prawira", "Moh. Danu Prawira"),
    "Ahmad Tirtayasa": ("Achmad Tirtayasa", "H. Ahmad Tirtayasa"),
}
TOWNS = ("Kota Wanasari", "Kabupaten Mekarjaya", "Kota Tirtamulya")
OFFICES = ("Wali Kota", "Camat", "Sekretaris Daerah", "Kepala Dinas Pendidikan", "Ketua Partai Fajar Rakyat")
BODIES = ("Bawaslu", "Partai Fajar Rakyat", "Inspektorat", "Forum Warga")
EVENTS = ("Apel Netralitas", "Rapat Koordinasi", "Jalan Sehat", "Deklarasi Damai", "Pilkada 2031")
PLACES = ("Balai Kencana", "Lapangan Merpati", "Aula")
OUTLETS = ("Kabar Wanasari", "Suara Mekarjaya", "Tirta Pos")
FACTUALITY = ("asserted", "asserted", "asserted", "alleged", "planned", "denied")


@dataclass
class Draft:
    """An article while it is being made: entities found or made by type and name, one sentence a fact."""

    id: str
    text: str = ""
    entities: dict[tuple[str, str], Entity] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    def entity(self, kind: str, name: str, spelled: str = "") -> str:
        found = self.entities.get((kind, name))
        if found is None:
            found = Entity(f"e{len(self.entities) + 1}", kind, name, (name,))
        if spelled and spelled not in found.mentions:
            found = replace(found, mentions=(*found.mentions, spelled))
        self.entities[kind, name] = found
        return found.id

    def fact(self, p: str, s: str, o: str | None = None, **more: object) -> None:
        start = len(self.text)
        names = {entity.id: entity.name for entity in self.entities.values()}
        self.text += f"{names[s]} {p} {names[o] if o else ''}.\n"
        cues = ()
        if more.get("factuality", "asserted") != "asserted":
            cues = (Cue(start, start + 1, str(more["factuality"])),)
        trigger = (start + len(names[s]) + 1, start + len(names[s]) + 1 + len(p))
        values = {"rule": f"{p}-{len(names[s]) % 2}", "confidence": 0.75 + len(p) / 100} | more
        self.facts.append(Fact(p, s, o, start, len(self.text) - 1, trigger=trigger, cues=cues, **values))  # type: ignore[arg-type]

    def done(self, **more: str | None) -> ArticleFacts:
        return ArticleFacts(
            id=self.id,
            text=self.text or "Kosong.\n",
            extractor=more.pop("extractor", None) or "test",
            entities=tuple(self.entities.values()),
            mentions=tuple(self.mentions),
            facts=tuple(self.facts),
            **more,
        )


def article(number: int, seed: int = 0) -> ArticleFacts:
    """One article of the corpus: a few people with offices, at events, accused, quoted."""
    chance = random.Random(f"{seed}/{number}")
    draft = Draft(f"contoh/{seed}-{number}")
    town = chance.choice(TOWNS)
    body = draft.entity("ORG", f"{chance.choice(BODIES)} {town}")
    event_name = chance.choice(EVENTS)
    event = draft.entity("EVENT", event_name)
    date = draft.entity("DATE", chance.choice(("2031-05-03", "2031-05-04", "2031-05", "2031", "2031-02-30")))
    place = draft.entity("PLACE", chance.choice(PLACES))
    if chance.random() < 0.7:
        draft.fact("heldOn", event, date)
    if chance.random() < 0.4:
        draft.fact("heldAt", event, place)
    for person in chance.sample(PEOPLE, chance.randint(1, 3)):
        spelled = chance.choice((person, *VARIANTS.get(person, ())))
        who = draft.entity("PERSON", spelled, spelled.split()[-1])
        if chance.random() < 0.8:
            office = draft.entity("POSITION", f"{chance.choice(OFFICES)} {town}")
            predicate = "candidateFor" if chance.random() < 0.35 else "holdsPosition"
            status = chance.choice((None, "current", "acting", "former", "elect"))
            draft.fact(
                predicate,
                who,
                office,
                status=status if predicate == "holdsPosition" else None,
                factuality=chance.choice(FACTUALITY),
                date=date if chance.random() < 0.3 else None,
            )
        if chance.random() < 0.8:
            draft.fact(
                chance.choice(("attended", "attended", "led")),
                who,
                event,
                factuality=chance.choice(FACTUALITY),
                by=chance.choice((None, "anonymous", body)),
                place=place if chance.random() < 0.3 else None,
            )
        if chance.random() < 0.3:
            draft.fact("accusedOf", who, draft.entity("OFFENCE", "ketidaknetralan"), factuality="alleged", by=body)
        if chance.random() < 0.3:
            draft.fact("reported", body, who, to=draft.entity("ORG", "Komisi Aparatur"))
        if chance.random() < 0.3:
            draft.fact("stated", who)
    if chance.random() < 0.3:
        draft.fact("attended", draft.entity("GROUP", "para camat"), event)
    return draft.done(
        url=f"https://contoh.example/{number}",
        title=f"Berita {number}",
        publisher=chance.choice(OUTLETS),
        published=chance.choice((None, "2031-05-05", "2031-05-06T07:08:09+07:00", "2031-06", "kemarin")),
    )


def articles(count: int, seed: int = 0) -> list[ArticleFacts]:
    """So many articles."""
    return [article(number, seed) for number in range(count)]


def edited(facts: ArticleFacts, seed: int) -> ArticleFacts:
    """Another version of an article under the same id."""
    return replace(article(seed, seed=seed + 1_000), id=facts.id)


def story(id: str, facts: Iterable[tuple[str, str, str]], published: str | None = None, **more: str) -> ArticleFacts:
    """An article from (subject, predicate, object), each a type and a name in one; `more` goes to each fact."""
    draft = Draft(id)
    for subject, predicate, target in facts:
        s = draft.entity(*subject.split(" ", 1))
        o = draft.entity(*target.split(" ", 1)) if target else None
        draft.fact(predicate, s, o, **more)
    return draft.done(published=published)
