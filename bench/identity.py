"""Identity of generated mentions of persons, whose truth is known: precision, recall, pairs compared, time, memory.

    python -m bench.identity [--mentions 1000000]

Names follow the statistics of Indonesian names: few parts that very many people have, and a long tail. People recur
under titles, degrees, spellings, initials and shortened names; have namesakes; change offices; are sometimes named with
nothing beside their name. Each mention is one article's entity, so this is identity across articles alone.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.identity import names
from kg.identity.profiles import Profile
from kg.identity.profiles import person as person_profile
from kg.identity.resolution import shareable
from kg.identity.whole import resolve

# fmt: off
SYLLABLES = (
    "ba", "bi", "ca", "da", "di", "fa", "ga", "ha", "ja", "ka", "ki", "la", "li", "ma", "mu", "na", "ni", "pa",
    "ra", "ri", "sa", "si", "su", "ta", "ti", "tu", "wa", "wi", "ya", "yu", "ran", "man", "wan",
    "tar", "san", "dar", "sih", "ning", "to", "no",
)
OFFICES = (
    "wali kota {t}", "wakil wali kota {t}", "sekretaris daerah kota {t}", "kepala dinas pendidikan kota {t}",
    "kepala dinas kesehatan kota {t}", "kepala dinas perhubungan kota {t}", "kepala bkpsdm kota {t}",
    "ketua kpu kota {t}", "ketua bawaslu kota {t}", "ketua dprd kota {t}", "anggota dprd kota {t}", "kapolres {t}",
    "camat {d}", "sekretaris camat {d}", "kapolsek {d}", "lurah {v}", "sekretaris kelurahan {v}",
    "kepala bagian hukum kota {t}", "kepala bagian umum kota {t}",
)
BODIES = (
    "partai fajar rakyat kota {t}",
    "partai fajar rakyat",
    "partai bumi karya",
    "forum warga kota {t}",
    "yayasan {v}",
)
TITLES = ("H. ", "Drs. ", "Ir. ", "Dr. ", "Hj. ", "Raden ", "R. ", "Bapak ", "Prof. ")
# fmt: on
DEGREES = (", S.H.", ", M.Si.", " SE", ", S.Sos., M.M.", " S.Pd", ", S.IP")
OLD = (("u", "oe"), ("j", "dj"), ("c", "tj"), ("y", "j"))
VARIANTS = {
    "muhamad": ("Muhammad", "Mohammad", "Mochamad", "M.", "Moh.", "Muh."),
    "ahmad": ("Achmad", "Akhmad"),
    "yusuf": ("Jusuf",),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody: the parts of the name, what is held in turn, and the town."""

    parts: tuple[str, ...]
    offices: tuple[str, ...]
    bodies: tuple[str, ...]
    town: str


def name_parts(chance: random.Random) -> tuple[list[str], list[float]]:
    """Parts of names with how many have each: those that are common, and 20,000 that few have."""
    known = tomllib.loads(names.DATA.read_text(encoding="utf-8"))["common"]
    parts = {part: float(share) for share, listed in known.items() if share != "other" for part in listed}
    while len(parts) < 20_000:
        parts.setdefault(
            "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))), 1.5 / (1 + len(parts) / 400)
        )
    return list(parts), list(parts.values())


def people(count: int, chance: random.Random) -> list[Person]:
    """So many people, three in a hundred of them with the name of another."""
    parts, shares = name_parts(chance)
    towns = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(500)]
    made: list[Person] = []
    for number in range(count):
        size = chance.choices((1, 2, 3, 4), (4, 46, 40, 10))[0]
        own = tuple(dict.fromkeys(chance.choices(parts, shares, k=size)))
        if made and chance.random() < 0.03:
            own = chance.choice(made).parts
        town = chance.choice(towns)
        village = f"{chance.choice(SYLLABLES)}{number % 5000}{town[:3]}"
        place = {"t": town, "d": f"{chance.choice(SYLLABLES)}{town}", "v": village}
        offices = tuple(
            each.format(**place) for each in chance.sample(OFFICES, chance.choices((0, 1, 2), (15, 60, 25))[0])
        )
        bodies = tuple(each.format(**place) for each in chance.sample(BODIES, chance.choices((0, 1), (60, 40))[0]))
        made.append(Person(own, offices, bodies, town))
    return made


def spelled(person: Person, chance: random.Random) -> str:
    """The name as one article writes it."""
    if chance.random() < 0.01:
        return "".join(part[0] for part in person.parts).upper()
    parts = list(person.parts)
    if len(parts) > 2 and chance.random() < 0.12:
        at = chance.randrange(1, len(parts) - 1)
        parts[at : at + 1] = [f"{parts[at][0]}."] if chance.random() < 0.6 else []
    elif len(parts) > 2 and chance.random() < 0.06:
        parts.pop()
    elif len(parts) > 1 and chance.random() < 0.02:
        parts = parts[:1]
    if chance.random() < 0.05:
        at = chance.randrange(len(parts))
        for new, old in OLD:
            parts[at] = parts[at].replace(new, old)
    if chance.random() < 0.01 and len(parts[-1]) > 6:
        at = chance.randrange(2, len(parts[-1]))
        parts[-1] = parts[-1][:at] + parts[-1][at + 1 :]
    written = " ".join(
        chance.choice(VARIANTS[part]) if part in VARIANTS and chance.random() < 0.6 else part.title() for part in parts
    )
    before = chance.choice(TITLES) if chance.random() < 0.25 else ""
    return f"{before}{written}{chance.choice(DEGREES) if chance.random() < 0.15 else ''}"


def profile(number: int, person: Person, beside: Person, chance: random.Random) -> Profile:
    """The profile of one mention; one in five is told with neither office nor body."""
    features: set[str] = set()
    if chance.random() < 0.8:
        features |= {f"office:{each}" for each in person.offices if chance.random() < 0.7}
        features |= {f"body:{each}" for each in person.bodies if chance.random() < 0.4}
        held = [f"office:{each}" for each in person.offices] or [f"body:{each}" for each in person.bodies]
        if held and not features:
            features = {chance.choice(held)}
    lone = not features
    if (lone or not any(feature.endswith(f" {person.town}") for feature in features)) and chance.random() < 0.7:
        features.add(f"near:{person.town}")
    if lone:
        other = names.person(" ".join(beside.parts))
        features |= {f"with:{other}"} if chance.random() < 0.5 and len(other.split()) > 1 else set()
    found = person_profile(names.person(spelled(person, chance)), tuple(sorted(features)))
    return found if shareable(found) else Profile(found.type, found.name, found.features, str(number))


def score(truth: Sequence[int], things: Iterable[Sequence[int]]) -> tuple[float, float, float, float]:
    """Precision and recall over pairs of mentions, and over mentions (B-cubed)."""
    sizes = Counter(truth)
    right = joined = 0
    precise = recalled = 0.0
    for thing in things:
        joined += len(thing) * (len(thing) - 1) // 2
        for who, count in Counter(truth[at] for at in thing).items():
            right += count * (count - 1) // 2
            precise += count * count / len(thing)
            recalled += count * count / sizes[who]
    true = sum(size * (size - 1) // 2 for size in sizes.values())
    return right / max(joined, 1), right / max(true, 1), precise / len(truth), recalled / len(truth)


def main() -> None:
    """Generate, resolve, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    crowd = people(max(10, options.mentions * 15 // 100), chance)
    by_town: defaultdict[str, list[int]] = defaultdict(list)
    for at, person in enumerate(crowd):
        by_town[person.town].append(at)
    weights = [1 / (1 + at) ** 0.7 for at in range(len(crowd))]
    truth = chance.choices(range(len(crowd)), weights, k=options.mentions)
    began = time.process_time()
    numbers: dict[Profile, int] = {}
    own = []
    for number, who in enumerate(truth):
        beside = crowd[chance.choice(by_town[crowd[who].town][:20])]
        found = profile(number, crowd[who], beside, chance)
        own.append(numbers.setdefault(found, len(numbers)))
    generated = time.process_time() - began
    known = list(numbers)
    began = time.process_time()
    outcome = resolve(known)
    took = time.process_time() - began
    home = [0] * len(known)
    for thing, members in enumerate(outcome.things):
        for at in members:
            home[at] = thing
    mentions: defaultdict[int, list[int]] = defaultdict(list)
    for at, number in enumerate(own):
        mentions[home[number]].append(at)
    pair_precision, pair_recall, precision, recall = score(truth, mentions.values())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"mentions {options.mentions:,}  people {len(set(truth)):,}  things {len(mentions):,}")
    print(f"precision  {pair_precision:.4f} of pairs  {precision:.4f} of mentions (B-cubed)")
    print(f"recall     {pair_recall:.4f} of pairs  {recall:.4f} of mentions (B-cubed)")
    print(f"compared   {outcome.compared:,} pairs, {outcome.compared / len(own):.1f} a mention; open {outcome.asked:,}")
    print(f"processor  {took:.0f} s to resolve, {generated:.0f} s to generate and normalise; memory {memory:.2f} GiB")


if __name__ == "__main__":
    main()
