"""Universal Dependencies treebanks → `Doc`s in the project's own tokens.

A treebank's text is cut anew by `extract.tokenizer`, and its annotation is carried over by character:

- several of its words in one of our tokens (`menyetujui` + `nya`) become one: the token takes the part of speech, the
  features and the lemma of its first word, and the place in the tree of the word that hangs highest. What the clitic
  was is kept as a feature: `Clitic=Poss`, `Det`, `Subj`, `Obj`, `Obl`.
- one of its words in several of our tokens (`se-Indonesia`): the last takes the place, the others hang on it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin

from extract.segmentation import SentenceRules
from extract.tokenizer import blank

_CLITIC_ROLES = {
    "nmod:poss": "Poss", "nmod": "Poss", "det": "Det", "nsubj": "Subj", "nsubj:pass": "Subj",
    "obj": "Obj", "iobj": "Obj", "obl": "Obl", "obl:agent": "Obl",
}  # fmt: skip
_CLITICS = frozenset({"nya", "ku", "mu", "-nya"})
_SAME_RELATION = {
    "compound": "nmod", "nmod:poss": "nmod", "case:adv": "case", "goeswith": "flat", "cc:preconj": "cc",
    "dislocated": "nsubj", "vocative": "discourse", "iobj": "obj", "csubj:pass": "csubj",
}  # fmt: skip
"""Relations that the three treebanks tell apart differently, or that occur too seldom to be learnt."""
_KEPT_SUBTYPES = frozenset({"nsubj:pass", "obl:agent", "obl:tmod", "flat:name", "acl:relcl", "advmod:emph"})
SPACE_DEP = "dep"


@dataclass(slots=True)
class Node:
    """One syntactic word of a treebank, with the stretch of the sentence it stands on."""

    number: int
    form: str
    lemma: str
    pos: str
    feats: str
    head: int
    dep: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a treebank."""

    id: str
    text: str
    nodes: tuple[Node, ...]


def read(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file, in order; those whose words do not spell their text are left out."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        comments = dict(re.findall(r"^# (sent_id|text) = (.*)$", block, re.MULTILINE))
        sentence = _sentence(comments.get("sent_id", ""), comments.get("text", ""), lines)
        if sentence is not None:
            yield sentence


def _sentence(id: str, text: str, lines: list[str]) -> Sentence | None:
    nodes: list[Node] = []
    place, covered = 0, 0
    span = (0, 0)
    for line in lines:
        columns = line.split("\t")
        if line.startswith("#") or len(columns) != 10 or "." in columns[0]:
            continue
        if "-" in columns[0] or int(columns[0]) > covered:
            start = text.find(columns[1], place)
            if start < 0 or text[place:start].strip():
                return None
            place = start + len(columns[1])
            span = (start, place)
            if "-" in columns[0]:
                covered = int(columns[0].split("-")[1])
                continue
        number, form, lemma, pos, _, feats, head, dep = columns[:8]
        if not head.isdigit():
            return None
        nodes.append(Node(int(number), form, lemma, pos, "" if feats == "_" else feats, int(head), dep, *span))
    return Sentence(id, text, tuple(nodes)) if nodes and not text[place:].strip() else None


@dataclass(slots=True)
class _Row:
    word: str
    space: bool
    pos: str
    morph: str
    lemma: str
    dep: str
    head: int


@dataclass(frozen=True, slots=True)
class _Rows:
    rows: list[_Row]
    starts: list[int]


def _rows(sentence: Sentence, nlp: Language) -> _Rows | None:
    doc = nlp.make_doc(sentence.text)
    home: dict[int, int] = {0: -1}
    held: list[list[Node]] = []
    for token in doc:
        end = token.idx + len(token)
        inside = [n for n in sentence.nodes if n.start < end and n.end > token.idx]
        if len({(n.start, n.end) for n in inside}) > 1 and any(n.start < token.idx or n.end > end for n in inside):
            return None
        held.append(inside)
        for node in inside:
            home[node.number] = token.i
    if len(home) != len(sentence.nodes) + 1:
        return None
    depth = _depths(sentence)
    rows: list[_Row] = []
    for token, inside in zip(doc, held, strict=True):
        if not inside:
            if not token.is_space or not token.i:
                return None
            rows.append(_Row(token.text, bool(token.whitespace_), "SPACE", "", token.text, SPACE_DEP, token.i - 1))
            continue
        top, first = min(inside, key=lambda n: depth[n.number]), inside[0]
        head, dep = (token.i, "ROOT") if top.head == 0 else (home[top.head], _dep(top.dep))
        if home[top.number] != token.i:
            head, dep = home[top.number], "punct" if token.is_punct else "flat"
        rows.append(
            _Row(token.text, bool(token.whitespace_), first.pos, _morph(inside), _lemma(token.text, inside), dep, head)
        )
    _tell_passives_apart(rows)
    starts = sorted(SentenceRules().starts(doc))
    return _Rows(rows, starts) if _cut_at_sentence_ends(rows, starts) else None


def _tell_passives_apart(rows: list[_Row]) -> None:
    """Name the subject and the agent of a passive alike in all treebanks: by the verb's voice and by `oleh`."""
    by_oleh = {row.head for row in rows if row.dep == "case" and row.word.lower() == "oleh"}
    for i, row in enumerate(rows):
        passive = "Voice=Pass" in rows[row.head].morph
        if row.dep in ("nsubj", "nsubj:pass"):
            row.dep = "nsubj:pass" if passive else "nsubj"
        elif row.dep == "obl:agent" or (row.dep == "obl" and passive and i in by_oleh):
            row.dep = "obl:agent"


def _depths(sentence: Sentence) -> dict[int, int]:
    """How far each word hangs below the root."""
    heads = {node.number: node.head for node in sentence.nodes}
    depths = {}
    for number in heads:
        place, depth = number, 0
        while place and depth <= len(heads):
            place, depth = heads[place], depth + 1
        depths[number] = depth
    return depths


def _cut_at_sentence_ends(rows: list[_Row], starts: list[int]) -> bool:
    """Give each sentence its root where our rules see several in one; false where the tree does not allow it."""
    for start, end in pairwise([*starts, len(rows)]):
        outside = [
            i
            for i in range(start, end)
            if rows[i].dep == "ROOT" or not start <= rows[i].head < end or rows[i].head == i
        ]
        tops = [i for i in outside if rows[i].dep != "punct"]
        if len(tops) != 1:
            return False
        top = tops[0]
        rows[top].head, rows[top].dep = top, "ROOT"
        for i in outside:
            if i != top:
                rows[i].head = top
    return True


def _dep(dep: str) -> str:
    dep = _SAME_RELATION.get(dep, dep)
    if dep in _KEPT_SUBTYPES:
        return dep
    base = dep.partition(":")[0]
    return _SAME_RELATION.get(base, base)


def _morph(inside: list[Node]) -> str:
    feats = [f for f in inside[0].feats.split("|") if f and not f.startswith(("Typo", "Abbr"))]
    for node in inside[1:]:
        if node.form.lower() in _CLITICS and node.dep in _CLITIC_ROLES:
            feats.append(f"Clitic={_CLITIC_ROLES[node.dep]}")
    return "|".join(sorted(feats))


def _lemma(text: str, inside: list[Node]) -> str:
    first = inside[0]
    if first.pos == "PROPN" or first.lemma in ("_", ""):
        return text if len(inside) == 1 else first.form
    return first.lemma if first.pos in ("SYM", "X", "PUNCT") else first.lemma.lower()


def documents(
    sentences: Iterable[Sentence], nlp: Language, *, seed: int, longest: int = 4, line_break: float = 0.35
) -> Iterator[Doc]:
    """Runs of one to `longest` sentences as one `Doc`, parted by a space or a line break as news is."""
    dice = random.Random(seed)
    rows: list[_Row] = []
    starts: set[int] = set()
    left = dice.randint(1, longest)
    for sentence in sentences:
        found = _rows(sentence, nlp)
        if found is None:
            continue
        offset = len(rows)
        starts |= {offset + i for i in found.starts}
        rows += [_Row(r.word, r.space, r.pos, r.morph, r.lemma, r.dep, r.head + offset) for r in found.rows]
        left -= 1
        if left:
            if dice.random() < line_break:
                rows.append(_Row("\n", False, "SPACE", "", "\n", SPACE_DEP, len(rows) - 1))
            else:
                rows[-1].space = True
            continue
        yield _doc(rows, starts, nlp)
        rows, starts, left = [], set(), dice.randint(1, longest)
    if rows:
        yield _doc(rows, starts, nlp)


def _doc(rows: list[_Row], starts: set[int], nlp: Language) -> Doc:
    return Doc(
        nlp.vocab,
        words=[r.word for r in rows],
        spaces=[r.space for r in rows],
        pos=[r.pos for r in rows],
        morphs=[r.morph for r in rows],
        lemmas=[r.lemma for r in rows],
        deps=[r.dep for r in rows],
        heads=[r.head for r in rows],
        sent_starts=[i in starts for i in range(len(rows))],
    )


def split(sentences: list[Sentence]) -> dict[str, list[Sentence]]:
    """train, dev and test: of each hundred sentences in a row, eighty, ten and ten, so neighbours stay together."""
    parts: dict[str, list[Sentence]] = {"train": [], "dev": [], "test": []}
    for number, sentence in enumerate(sentences):
        block = number // 10 % 10
        parts["test" if block == 9 else "dev" if block == 4 else "train"].append(sentence)
    return parts


def convert(treebanks: Path, out: Path) -> dict[str, int]:
    """Write dev, test, and train with dev as `learn`, from a directory of treebanks; the documents in each."""
    nlp = blank()
    attributes = ["ORTH", "SPACY", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START"]
    bins = {part: DocBin(attrs=attributes) for part in ("train", "dev", "test")}
    for seed, path in enumerate(sorted(treebanks.glob("*.conllu"))):
        for part, sentences in split(list(read(path))).items():
            for doc in documents(sentences, nlp, seed=seed):
                bins[part].add(doc)
    out.mkdir(parents=True, exist_ok=True)
    bins["learn"] = DocBin(attrs=attributes)
    for part in ("train", "dev"):
        for doc in bins[part].get_docs(nlp.vocab):
            bins["learn"].add(doc)
    del bins["train"]
    for part, held in bins.items():
        held.to_disk(out / f"{part}.spacy")
    return {part: len(held) for part, held in bins.items()}
