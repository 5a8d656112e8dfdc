"""The network under the trained parser, spaCy's `MultiHashEmbed` and `MaxoutWindowEncoder`, in NumPy.

The same sums as spaCy's own layers make, to the last bits of a float; words are worked out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy
from spacy.tokens import Doc

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.vocab import Vocab
    from thinc.api import Model

    Floats = NDArray[numpy.float32]

_REMEMBERED: Final = 50_000
"""Words that are kept; beyond it new ones are computed each time, so memory stays bounded."""
_TINY: Final = 1e-8


class WordEmbedding:
    """What a word brings to a spaCy network (`MultiHashEmbed` with vectors), kept for each word type.

    A word is worked out by itself, whatever stands around it, so that the order of articles changes no bit of it.
    """

    def __init__(self, embed: Model[Any, Any]) -> None:
        self._features, static = embed.layers[0].layers
        maxout, norm = (_layer(embed.layers[1], name) for name in ("maxout", "layernorm"))
        weight: Any = maxout.get_param("W")
        bias: Any = maxout.get_param("b")
        self._pieces = int(weight.shape[1])
        self._static: Floats = numpy.ascontiguousarray(static.get_param("W").T)
        self._weight: Floats = numpy.ascontiguousarray(weight.reshape(-1, weight.shape[2]).T)
        self._bias: Floats = bias.ravel()
        self._scale, self._shift = norm.get_param("G"), norm.get_param("b")
        self._known: dict[int, Floats] = {}

    def rows(self, orths: Sequence[int], vocab: Vocab) -> Floats:
        """(words, width): the words by the numbers of their forms."""
        known = self._known
        new = list({orth: None for orth in orths if orth not in known})
        if new:
            made = self._made(new, vocab)
            if len(known) + len(new) > _REMEMBERED:
                known = known | made
            else:
                known.update(made)
        return numpy.stack([known[orth] for orth in orths])

    def _made(self, orths: Sequence[int], vocab: Vocab) -> dict[int, Floats]:
        doc = Doc(vocab, words=[vocab.strings[orth] for orth in orths])
        hashed = self._features.predict([doc]).dataXd
        vectors = vocab.vectors.get_batch(doc.to_array(vocab.vectors.attr).tolist())
        return {orth: self._mixed(*parts) for orth, *parts in zip(orths, hashed, vectors, strict=True)}

    def _mixed(self, hashed: Floats, vector: Floats) -> Floats:
        both = numpy.concatenate((hashed, vector.astype(numpy.float32) @ self._static))
        most = (both @ self._weight + self._bias).reshape(-1, self._pieces).max(axis=1)
        level = (most - most.mean()) * (most.var() + _TINY) ** -0.5
        out: Floats = level * self._scale + self._shift
        return out


class WindowEncoder:
    """What the words around a word make of it: layers of a window of three words, one upon the other.

    reach: how many words on each side have a say in a word.
    """

    def __init__(self, encode: Model[Any, Any]) -> None:
        self.reach = int(encode.attrs["pad"])
        self._layers = [_Layer(layer) for layer in encode.layers[0].layers]

    def read(self, words: Floats) -> Floats:
        """(words, width): `words`, each with what stands around it."""
        size, width = words.shape
        # Empty places at both ends, as many as have a say.
        x = numpy.zeros((size + 2 * self.reach, width), dtype=numpy.float32)
        x[self.reach : self.reach + size] = words
        around = numpy.zeros((len(x), 3 * width), dtype=numpy.float32)
        for layer in self._layers:
            around[1:, :width] = x[:-1]
            around[:, width : 2 * width] = x
            around[:-1, 2 * width :] = x[1:]
            x += layer.read(around)
        return x[self.reach : self.reach + size]


class _Layer:
    """One layer: the largest of some weighted sums, brought to one scale."""

    def __init__(self, layer: Model[Any, Any]) -> None:
        maxout, norm = _layer(layer, "maxout"), _layer(layer, "layernorm")
        weight: Any = maxout.get_param("W")
        bias: Any = maxout.get_param("b")
        self._width, self._pieces, inputs = weight.shape
        # The first pieces of all outputs stand together, then the second ones.
        self._weight: Floats = numpy.ascontiguousarray(weight.transpose(1, 0, 2).reshape(-1, inputs).T)
        self._bias: Floats = numpy.ascontiguousarray(bias.T).ravel()
        scale: Any = norm.get_param("G")
        shift: Any = norm.get_param("b")
        self._scale: Floats = scale
        self._shift: Floats = shift

    def read(self, around: Floats) -> Floats:
        sums = around @ self._weight
        sums += self._bias
        most: Floats = sums[:, : self._width]
        for piece in range(1, self._pieces):
            numpy.maximum(most, sums[:, piece * self._width : (piece + 1) * self._width], out=most)
        most -= most.mean(axis=1, keepdims=True)
        spread = numpy.einsum("ij,ij->i", most, most) / numpy.float32(self._width) + numpy.float32(_TINY)
        most *= (1 / numpy.sqrt(spread))[:, None]
        most *= self._scale
        most += self._shift
        return most


def _layer(model: Model[Any, Any], name: str) -> Model[Any, Any]:
    return next(layer for layer in model.walk() if layer.name == name)
