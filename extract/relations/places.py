"""Where participants and triggers stand in a sentence: distances, neighbours, order and shape, as short strings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extract.relations.frames import Frames
from extract.relations.scene import Sentence, Slot

_BUCKETS: Final = (0, 1, 2, 3, 4, 5, 7, 10, 15, 25, 40)
_BUCKET: Final = tuple(
    next((str(i) for i, limit in enumerate(_BUCKETS) if n <= limit), "x") for n in range(_BUCKETS[-1] + 2)
)
_RIVALS: Final = frozenset({"<PERSON>", "<ORG>", "<GROUP>"})
_MARKS: Final = frozenset({",", "(", ")", ":", "-", "–"})
_FILLERS: Final = _MARKS | {"selaku", "yang", "#"}


def bucket(n: int) -> str:
    """A distance, coarser the longer it is."""
    return _BUCKET[n] if n < len(_BUCKET) else "x"


def between(sentence: Sentence, a: int, b: int) -> list[str]:
    """The elements strictly between two places, without offices."""
    stretch = sentence.sequence[a + 1 : b] if a < b else sentence.sequence[b + 1 : a]
    return [w for w in stretch if w != "<POSITION>"] if "<POSITION>" in stretch else stretch


def rivals(stretch: Sequence[str]) -> int:
    """How many actors stand in a stretch."""
    return sum([w in _RIVALS for w in stretch])


def edge(slot: Slot, other: int) -> int:
    """The element of the slot's list that is nearest to another place."""
    return slot.first if other < slot.first else slot.last if other > slot.last else slot.at


def context(sentence: Sentence, at: int, step: int) -> str:
    """The next element in a direction, over offices and commas."""
    i = at + step
    sequence = sentence.sequence
    while 0 <= i < len(sequence):
        if sequence[i] != "<POSITION>" and (sequence[i] != "," or abs(i - at) > 2):
            return sequence[i]
        i += step
    return "^" if step < 0 else "$"


def head(slot: Slot) -> str:
    """The first word of a slot's text, lower-case."""
    return slot.text.split(None, 1)[0].lower() if slot.text.strip() else ""


def listed(stretch: Sequence[str], frames: Frames) -> int:
    """How many elements stand before the word in a stretch that opens a list; -1 where none does.

    >>> from extract.relations.frames import load
    >>> listed(["tiga", "orang", ",", "yakni", "<PERSON>", "dan"], load())
    3
    """
    if frames.lister.isdisjoint(stretch):
        return -1
    return next(n for n, word in enumerate(stretch) if word in frames.lister)


def order(at: int, s: Slot | None, o: Slot | None) -> str:
    """In what order trigger, subject and object stand."""
    places = [(at, "T")]
    if s is not None:
        places.append((s.at, "s"))
    if o is not None:
        places.append((o.at, "o"))
    places.sort()
    return "".join([name for _, name in places])


def shape(stretch: Sequence[str], actors: int, side: str, marker: str, frames: Frames) -> str:
    """Where a participant stands to its trigger: its side; 0 next to it, 1 near, 2 far, o/t after oleh or terhadap.

    The last digit tells whether no other actor stands between (`actors`: how many do).
    """
    content = sum([w not in frames.auxiliary and w not in frames.metonym and w not in ",()#" for w in stretch])
    near = "0" if not content else "1" if content <= 3 and not actors else "2"
    if side == "r" and marker == "oleh":
        near = "o"
    elif side == "r" and marker in ("terhadap", "kepada") and near != "2":
        near = "t"
    return f"{side}{near}{int(not actors)}"


def beside(sentence: Sentence, person: Slot, office: Slot) -> list[str]:
    """How an office and a name stand beside each other, and what else stands beside each of them."""
    sequence = sentence.sequence
    low, high = sorted((person.at, office.at))
    stretch = sequence[low + 1 : high]
    if office.at < person.at and stretch[:1] in (["<ORG>"], ["<PLACE>"]):
        stretch = stretch[1:]  # the body or the area that the office's name left out
    way = "po" if person.at < office.at else "op"
    other = "<ORG>" if office.type == "ORG" else "<POSITION>"

    def touching(at: int, step: int, wanted: str) -> str:
        i, passed = at + step, ""
        while 0 <= i < len(sequence) and sequence[i] in _MARKS:
            passed += sequence[i]
            i += step
        return passed if 0 <= i < len(sequence) and sequence[i] == wanted else "-"

    if len(stretch) > 2 or not _FILLERS.issuperset(stretch):
        return [f"bs:apart:{'rival' if '<PERSON>' in stretch or other in stretch else 'free'}"]
    # Whose is a title between two names: the one that it touches, by the punctuation that the sentence keeps to.
    mark = "".join(stretch)
    rival_office = touching(person.at, 1 if way == "op" else -1, other)
    rival_person = touching(office.at, -1 if way == "op" else 1, "<PERSON>")
    free = "free" if rival_office == rival_person == "-" else "rival"
    found = [
        f"bs:{way}:{mark}:{rival_office}:{rival_person}", f"bs:{way}:{mark}:{free}",
        f"bh:{way}:{mark}:{head(office)}:{free}",
    ]  # fmt: skip
    if way == "op":
        # `Kuasa hukum Budi, Rina`: the title is of the one and held by the other.
        found.append(f"bc:{head(office)}:{touching(person.at, 1, '<PERSON>')}:{mark}")
    if ":" in mark:
        found.append(f"bs:colon:{way}")
    elif ":" in rival_office or ":" in rival_person:
        found.append("bs:colon-rival")
    return found
