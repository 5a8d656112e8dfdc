"""How the syntactic half does on held-out sentences of the treebanks, in the project's tokens."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example

KEYS = ("pos_acc", "morph_acc", "lemma_acc", "dep_uas", "dep_las", "sents_p", "sents_r", "sents_f")


def measure(nlp: Language, test: Path) -> dict[str, float]:
    """Shares from 0 to 1; punctuation does not count for UAS and LAS, as is spaCy's custom."""
    gold = list(DocBin().from_disk(test).get_docs(nlp.vocab))
    bare = [Doc(nlp.vocab, words=[t.text for t in d], spaces=[bool(t.whitespace_) for t in d]) for d in gold]
    examples = [Example(doc, reference) for doc, reference in zip(bare, gold, strict=True)]
    scores = nlp.evaluate(examples)
    return {key: round(float(scores[key]), 4) for key in KEYS if scores.get(key) is not None}
