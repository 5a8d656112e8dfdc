"""Where sentences of news begin, by rule: every token is decided, so the parser never cuts inside "Drs. H. Zainal".

A line break always ends a sentence. So does `.`, `?`, `!` or `…`, with the quotation marks and brackets that close
after it, where the next word does not go on in lower case. The full stop of an abbreviation is part of its token and
ends none, unless a word follows that opens sentences.
"""

from __future__ import annotations

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Token

from extract.tokenizer import TokenRules, shipped_rules

_ENDS: Final = frozenset(".?!")
_OPENING: Final = frozenset("“‘«([{")
_CLOSING: Final = frozenset("”’»)]}")
_STRAIGHT: Final = frozenset({'"', "''", "``"})


class SentenceRules:
    """The pipeline component: it sets `is_sent_start` of each token to true or false."""

    def __init__(self, name: str = "sentences", rules: TokenRules | None = None) -> None:
        self.name = name
        self.rules = rules or shipped_rules()

    def __call__(self, doc: Doc) -> Doc:
        starts = self.starts(doc)
        for token in doc:
            token.is_sent_start = token.i in starts
        return doc

    def starts(self, doc: Doc) -> set[int]:
        """The numbers of the tokens that begin a sentence."""
        found = {0}
        line_start, quoted = 0, False
        ended = False
        size = len(doc)
        for i in range(size):
            token = doc[i]
            text = token.text
            if token.is_space:
                if "\n" in text or "\r" in text or "\u2028" in text:
                    line_start, quoted, ended = i + 1, False, False
                    found.add(i + 1)
                continue
            closes = text in _CLOSING or (text in _STRAIGHT and quoted)
            if ended and not closes:
                if self._may_begin(token):
                    found.add(i)
                ended = False
            if text in _STRAIGHT:
                quoted = not quoted
            if not closes and i > line_start:
                ended = self._ends(doc, i, number=i - 1 in found)
        return {i for i in found if i < size}

    def _ends(self, doc: Doc, i: int, *, number: bool) -> bool:
        """Whether token `i` ends a sentence; `number`: the token before it began one, as the number of a list does."""
        text = doc[i].text
        following = doc[i + 1].text if i + 1 < len(doc) else ""
        if text[-1] not in _ENDS and text != "…":
            return False
        if text == ".":
            if number and (doc[i - 1].like_num or len(doc[i - 1].text) == 1):
                return False  # "1. Kami berikrar"
            if not doc[i].whitespace_ and following[:1].isalnum():
                return following in self.rules.openers or doc[i - 1].text[:1].islower()
            return True
        if len(text) == 1 or not any(c.isalnum() for c in text):
            return True
        may_close = text in self.rules.may_close or self.rules.degree.fullmatch(text) is not None
        return following in self.rules.openers or (may_close and following[:1].isupper())

    def _may_begin(self, token: Token) -> bool:
        first = token.text[0]
        return first.isupper() or first.isdigit() or first in _OPENING or token.text in _STRAIGHT or first in "-–—*•#@"


@Language.factory("sentences", assigns=["token.is_sent_start"])
def create_sentences(nlp: Language, name: str) -> SentenceRules:
    """The factory of the component "sentences"."""
    return SentenceRules(name)
