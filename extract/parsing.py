"""The trained parser, asked only for the sentences that somebody wants to know the syntax of.

What it gives is what it would give of the whole document: its network looks at a few words on each side, and nothing
of a sentence is left for the next, so the words around and the first word behind are all that a sentence needs. What a
word brings to the network by itself is worked out once, and the sentences of a document are parsed side by side.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy
from spacy.language import Language
from spacy.pipeline import DependencyParser
from spacy.pipeline.tok2vec import Tok2Vec
from spacy.tokens import Doc
from thinc.api import NumpyOps

import extract.document  # noqa: F401  (registers the extensions)
from extract.segmentation import SentenceRules
from extract.word_network import WindowEncoder, WordEmbedding

if TYPE_CHECKING:
    from thinc.api import Model

REPLACED: Final = ("tok2vec", "morphologizer", "lemmatizer", "parser")
"""The components that need not run: the parser, the network under it, and what else hangs on that, read by nobody."""


class SentenceParser:
    """The component in the place of the parser: it leaves itself in `doc._.parser`, to be asked."""

    def __init__(self, name: str, network: Model[Any, Any], parser: DependencyParser) -> None:
        self.name = name
        self._words = WordEmbedding(network.get_ref("embed"))
        self._encoder = WindowEncoder(network.get_ref("encode"))
        self._parser = parser

    def __call__(self, doc: Doc) -> Doc:
        doc._.parser = self
        return doc

    def parse(self, doc: Doc, stretches: Sequence[tuple[int, int]]) -> Iterator[tuple[int, list[int], list[int]]]:
        """Each sentence that lies in one of the stretches of the text, if in part.

        Yields the number of its first token, and for each token how far off its governor is (0 at the root) and the
        number of its relation among the strings of the vocabulary.
        """
        orths, places, marks = doc.to_array(["ORTH", "IDX", "SENT_START"]).T
        firsts = numpy.flatnonzero(marks == 1).tolist()
        begins = places[firsts].tolist()
        asked: set[int] = set()
        for start, end in stretches:
            asked.update(range(max(0, bisect_right(begins, start) - 1), bisect_left(begins, end)))
        if not asked:
            return
        size = len(doc)
        bounds = [(firsts[n], firsts[n + 1] if n + 1 < len(firsts) else size) for n in sorted(asked)]
        reach = self._encoder.reach
        seen = numpy.zeros(size, dtype=bool)
        for first, behind in bounds:
            seen[max(0, first - reach) : behind + 1 + reach] = True
        row = numpy.cumsum(seen) - 1
        read = self._encoder.read(self._words.rows(orths[seen].tolist(), doc.vocab))
        parts = []
        for first, behind in bounds:
            length = min(behind + 1, size) - first
            part = Doc(doc.vocab, words=["."] * length)
            begin = numpy.full((length, 1), -1, dtype=numpy.int64)
            begin[0] = begin[behind - first :] = 1
            part.from_array(["SENT_START"], begin.view(numpy.uint64))  # type: ignore[arg-type]
            part.tensor = read[row[first] : row[first] + length]  # type: ignore[assignment]
            parts.append(part)
        self._parser.set_annotations(parts, self._decided(parts))
        for (first, behind), part in zip(bounds, parts, strict=True):
            heads, relations = part.to_array(["HEAD", "DEP"])[: behind - first].T
            yield first, heads.view(numpy.int64).tolist(), relations.tolist()

    def _decided(self, parts: Sequence[Doc]) -> Any:
        """The states of the parser at the end of each sentence, all sentences taking their next step together.

        As the parser's own `predict`, which locks the interpreter anew for each of thousands of small sums.
        """
        parser: Any = self._parser
        steps = parser.model.predict(parts)
        states = parser.moves.init_batch(parts)
        left = [state for state in states if not state.is_final()]
        while left:
            hidden = steps.state2vec.predict(steps.get_token_ids(left))
            left = parser.transition_states(left, steps.vec2scores.predict(hidden))
        return states


def defer(nlp: Language) -> None:
    """Have a pipeline's parser wait until it is asked, where it is one that can be asked for single sentences."""
    if _can_wait(nlp):
        nlp.add_pipe("parsing")
        nlp.disable_pipes(*(name for name in REPLACED if name in nlp.pipe_names))


def _can_wait(nlp: Language) -> bool:
    """Whether the parser needs no more than a sentence, whose borders rules have drawn, and its network is known."""
    parts: dict[str, Any] = dict(nlp.pipeline)
    parser, network = parts.get("parser"), parts.get("tok2vec")
    if not isinstance(parser, DependencyParser) or not isinstance(network, Tok2Vec) or parser.cfg["beam_width"] != 1:
        return False
    if not isinstance(network.model.ops, NumpyOps):
        return False
    if not parser.model.attrs["has_upper"] or parser.model.attrs["unseen_classes"]:
        return False
    if not any(isinstance(part, SentenceRules) for part in parts.values()):
        return False
    # Whoever else has the network under it reads what is not there.
    if any(listener not in REPLACED for listener in network.listening_components):
        return False
    made = nlp.config["components"]["tok2vec"]["model"]
    return (
        made["embed"].get("@architectures") == "spacy.MultiHashEmbed.v2"
        and made["embed"].get("include_static_vectors") is True
        and made["encode"].get("@architectures") == "spacy.MaxoutWindowEncoder.v2"
        and made["encode"].get("window_size") == 1
    )


@Language.factory("parsing", assigns=["doc._.parser"])
def make_parsing(nlp: Language, name: str) -> SentenceParser:
    """The component, made of the pipeline's own network and parser."""
    parts: dict[str, Any] = dict(nlp.pipeline)
    return SentenceParser(name, parts["tok2vec"].model, parts["parser"])
