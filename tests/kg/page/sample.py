"""A small graph made by hand: invented people, events with sure and unsure guests, an accusation and its denial."""

from __future__ import annotations

from kg.claims import ANONYMOUS, ClaimRow, Derived, Graph, Node, Source, key_of
from kg.vocabulary import DATA

THINGS = {
    "sari": ("person", "Sari Wulandari", ("Sari", "S. Wulandari"), True, False),
    "bima": ("person", "Bima Satria", (), False, True),
    "raka": ("person", "Raka Pradipta", (), False, False),
    "camat": ("office", "Camat Wanasari", (), False, False),
    "apel": ("event", "Apel Netralitas", (), False, False),
    "pesta": ("event", "Pesta Rakyat", (), False, False),
    "ikrar": ("document", "Ikrar Netralitas", (), False, False),
    "bawaslu": ("organisation", "Bawaslu Wanasari", ("Bawaslu",), False, False),
    "balai": ("place", "Balai Kencana", (), False, False),
    "langgar": ("offence", "ketidaknetralan", (), False, False),
    "warga": ("group", "para warga", (), False, False),
}
FACTS = (
    ("sari", "holdsPosition", "camat", "asserted", "a", {"status": "acting"}),
    ("sari", "attended", "apel", "asserted", "a", {}),
    ("sari", "attended", "apel", "asserted", "b", {}),
    ("bima", "attended", "apel", "asserted", "a", {}),
    ("raka", "attended", "pesta", "alleged", "b", {"by": "bawaslu"}),
    ("bima", "attended", "pesta", "asserted", "b", {}),
    ("bima", "candidateFor", "camat", "planned", "c", {}),
    ("sari", "accusedOf", "langgar", "alleged", "b", {"by": None}),
    ("sari", "accusedOf", "langgar", "denied", "c", {"by": "sari"}),
    ("sari", "signed", "ikrar", "asserted", "a", {}),
    ("apel", "heldAt", "balai", "asserted", "a", {}),
    ("bawaslu", "reported", "raka", "asserted", "c", {}),
    ("warga", "attended", "pesta", "asserted", "c", {}),
)
SOURCES = {
    "a": ("Apel di Balai Kencana", "Kabar Wanasari", "2031-05-04", "https://contoh.example/a"),
    "b": ("Tamu di Pesta Rakyat", "Suara Mekarjaya", "2031-06-10", "https://contoh.example/b"),
    "c": ("Sari membantah", "Tirta Pos", None, "https://contoh.example/c"),
}


def iri(name: str) -> str:
    """The IRI of a thing of the sample."""
    return f"{DATA}{THINGS[name][0]}/{name}" if name in THINGS else f"{DATA}thing/{name}"


def node(name: str) -> Node:
    """A thing of the sample."""
    kind, label, aliases, official, candidate = THINGS[name]
    return Node(iri(name), kind, label, aliases, official, candidate)


def claim(number: int, fact: tuple[str, str, str | None, str, str, dict[str, str | None]]) -> ClaimRow:
    """One claim of the sample, with a sentence in which its participants and its trigger stand."""
    subject, predicate, target, factuality, article, more = fact
    title, publisher, published, url = SOURCES[article]
    source = Source(f"{DATA}article/{article}", article, title, url, publisher, published, article)
    who, what = THINGS[subject][1], THINGS[target][1] if target else ""
    hedge = "" if factuality == "asserted" else f"{factuality} "
    sentence = f"{who} {hedge}{predicate} {what}."
    at = len(who) + 1
    marks = [(at + len(hedge), at + len(hedge) + len(predicate), "trigger")]
    if hedge:
        marks.insert(0, (at, at + len(hedge) - 1, "cue"))
    said = more.get("by", "")
    return ClaimRow(
        iri=f"{source.iri}/claim/{number}",
        subject=iri(subject),
        predicate=predicate,
        object=iri(target) if target else None,
        value=None,
        factuality=factuality,
        by=None if said == "" else ANONYMOUS if said is None else iri(said),
        article=source,
        sentence=sentence,
        start=0,
        end=len(sentence),
        rule=f"{predicate}-verb",
        status=more.get("status"),
        confidence=0.9,
        subject_name=who,
        object_name=what,
        marks=tuple(marks),
    )


def sample() -> Graph:
    """The sample."""
    rows = [claim(number, fact) for number, fact in enumerate(FACTS)]
    quote = claim(len(rows), ("sari", "stated", None, "asserted", "c", {}))
    held = claim(len(rows) + 1, ("apel", "heldOn", None, "asserted", "a", {}))
    from dataclasses import replace

    rows += [quote, replace(held, value="2031-05-03")]
    counts: dict[tuple[str, str, str, str], set[str]] = {}
    for row in rows:
        counts.setdefault(key_of(row), set()).add(row.article.iri)
    derived = Derived(
        f"{DATA}derived-claim/1", iri("raka"), "allegedlyAttendedEventWithCandidate", iri("bima"), iri("pesta"),
        "alleged", (rows[4].iri, rows[5].iri, rows[6].iri),
    )  # fmt: skip
    nodes = {iri(name): node(name) for name in THINGS}
    return Graph(nodes, tuple(rows), (derived,), {key: len(found) for key, found in counts.items()})
