"""How words are used beyond the gold articles: as names in other corpora, and with a capital in unlabelled news.

The other corpora draw other borders (two or three types, titles inside names), so they say what a word tends to be and
not where a name ends; what that is worth is learnt from the gold articles.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from extract.tokenizer import blank

CORPORA = (
    "idner-news-2k/train.txt",
    "idner-news-2k/dev.txt",
    "idner-news-2k/test.txt",
    "indonlu/nergrit_ner-grit/train.txt",
    "indonlu/nergrit_ner-grit/valid.txt",
    "indonlu/nergrit_ner-grit/test.txt",
    "indonlu/nerp_ner-prosa/train.txt",
    "indonlu/nerp_ner-prosa/valid.txt",
    "indonlu/nerp_ner-prosa/test.txt",
)
_TYPES = {"PER": "P", "PPL": "P", "PERSON": "P", "ORG": "G", "ORGANISATION": "G", "IND": "G"} | {
    "LOC": "L",
    "PLC": "L",
    "PLACE": "L",
}
_ENDS = frozenset(('"', "“", "”", ".", "?", "!", ":", "-", "–", "("))


def sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    """The sentences of a file of words with labels: (word, label), a word a line."""
    rows: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if parts:
            rows.append((parts[0], parts[-1]))
        elif rows:
            yield rows
            rows = []
    if rows:
        yield rows


def as_names(data: Path) -> dict[str, tuple[str, ...]]:
    """Lower-case word → what it mostly is in the other corpora: `hP2` is "begins or goes on a person's name"."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name in CORPORA:
        for sentence in sentences(data / name):
            for word, label in sentence:
                kind = _TYPES.get(label[2:], "O")
                counts[word.lower()][kind + label[0] if kind in "PGL" and label != "O" else "O"] += 1
    out = {}
    for word, count in counts.items():
        total = sum(count.values())
        found = []
        for kind in "PGL":
            first, later = count[f"{kind}B"], count[f"{kind}I"]
            share = (first + later) / total
            if share >= 0.2:
                found.append(f"h{kind}{2 if share > 0.75 else 1 if share > 0.4 else 0}")
                place = first / (first + later)
                found.append(f"i{kind}{'B' if place > 0.8 else 'I' if place < 0.2 else 'M'}")
        if not found and total >= 3:
            found = ["hO"]
        if found:
            out[word] = tuple(found)
    return out


def with_capitals(raw: Path) -> dict[str, tuple[str, ...]]:
    """Lower-case word → how often it has a capital where no sentence begins, in unlabelled news."""
    nlp = blank()
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    with gzip.open(raw, "rt", encoding="utf-8") as file:
        for line in file:
            before = "."
            for token in nlp.make_doc(line.strip()):
                word = token.text
                if word[:1].isalpha() and before not in _ENDS:
                    if not word[0].isupper():
                        small[word.lower()] += 1
                    elif word.isupper() and len(word) > 1:
                        whole[word.lower()] += 1
                    else:
                        capital[word.lower()] += 1
                before = word
    out = {}
    for word in small.keys() | capital.keys() | whole.keys():
        total = small[word] + capital[word] + whole[word]
        if total < 2:
            continue
        share = (capital[word] + whole[word]) / total
        found = [f"k{sum(share >= step for step in (0.02, 0.3, 0.7, 0.97))}"]
        if whole[word] > total / 2:
            found.append("kA")
        out[word] = tuple(found)
    return out
