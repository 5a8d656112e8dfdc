"""The tokenizer for Indonesian news: what one token is stands as patterns in `data/tokens.toml`.

Text is cut at white space, and each piece is read from left to right by the patterns, so the tokens with their spaces
are always the text again, character for character. White space follows spaCy's custom: one space belongs to the token
before it, any other run (a line break, a double space) is a token of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.util import registry
from spacy.vocab import Vocab

from extract.errors import DataError

_PIECE: Final = re.compile(r"\s+|\S+")
_SEAM: Final = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])|(?<=[a-z)])(?=[A-Z][a-z])")
_HYPHENED_CLITICS: Final = frozenset({"nya", "ku", "mu"})
_LETTER: Final = re.compile(r"[A-Z]\.")
_LINE_ENDS: Final = ("", "\n", "\r")
_REMEMBERED: Final = 200_000
"""Pieces whose cut is remembered; beyond it new pieces are cut each time, so memory stays bounded."""


@dataclass(frozen=True, slots=True)
class TokenRules:
    """What `data/tokens.toml` says, checked and compiled."""

    scanner: re.Pattern[str]
    examples: tuple[tuple[str, str], ...]
    keep_after_hyphen: frozenset[str]
    cut_after_hyphen: frozenset[str]
    seam_after: frozenset[str]
    seam_before: frozenset[str]
    function_words: frozenset[str]
    kept_camel: frozenset[str]
    lower_case_names: re.Pattern[str]
    enumerator: re.Pattern[str]
    clitic: re.Pattern[str]
    whole_words: frozenset[str]
    lexicalised: frozenset[str]
    abbreviations: frozenset[str]
    degree: re.Pattern[str]
    may_close: frozenset[str]
    openers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Clitic:
    """An ending such as `-nya` inside a token, by its place in the text.

    `lexicalised`: the whole is an adverb or conjunction (`akhirnya`) and the ending points to nobody.
    """

    start: int
    end: int
    form: str
    lexicalised: bool


def read_rules(text: str, *, where: str = "extract/data/tokens.toml") -> TokenRules:
    """The rules that a TOML text states; DataError says what is wrong with them."""
    try:
        data = tomllib.loads(text)
        return _compile(data)
    except (tomllib.TOMLDecodeError, re.error, KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"the token rules cannot be read ({type(error).__name__}: {error}).",
            where=where,
            remedy="Put back the shipped file, or correct the entry.",
        ) from error


def _compile(data: Mapping[str, Any]) -> TokenRules:
    lists = data["lists"]
    fill = {
        "{abbreviation}": "|".join(re.escape(word) for word in _longest_first(lists["abbreviation"])),
        "{degree}": "|".join(_longest_first(lists["degree"])),
        "{domain}": "|".join(_longest_first(lists["domain"])),
    }
    patterns, examples = [], []
    for number, rule in enumerate(data["pattern"]):
        regex = rule["regex"]
        for slot, words in fill.items():
            regex = regex.replace(slot, words)
        re.compile(regex)
        patterns.append(f"(?P<p{number}>{regex})")
        examples += [(rule["name"], example) for example in rule["examples"]]
    seams, clitics = data["run_together"], data["clitics"]
    endings = "|".join(_longest_first(clitics["endings"]))
    return TokenRules(
        scanner=re.compile("|".join(patterns) + r"|(?s:.)"),
        examples=tuple(examples),
        keep_after_hyphen=frozenset(data["hyphen"]["keep_after"]),
        cut_after_hyphen=frozenset(data["hyphen"]["cut_after"]),
        seam_after=frozenset(seams["after"]),
        seam_before=frozenset(seams["before"]),
        function_words=frozenset(seams["function"]),
        kept_camel=frozenset(seams["keep"]),
        lower_case_names=re.compile(rf"(?:{'|'.join(seams['lower_case_names'])})"),
        enumerator=re.compile(data["enumerator"]["regex"]),
        clitic=re.compile(rf"[^\W\d_]{{{int(clitics['shortest_host'])},}}-?({endings})$", re.IGNORECASE),
        whole_words=frozenset(clitics["whole_words"]),
        lexicalised=frozenset(clitics["lexicalised"]),
        abbreviations=frozenset(f"{word}." for word in lists["abbreviation"]),
        degree=re.compile(rf"(?:{fill['{degree}']})\."),
        may_close=frozenset(data["sentences"]["may_close"]),
        openers=frozenset(data["sentences"]["openers"]),
    )


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(set(words), key=lambda word: (-len(word), word))


@cache
def shipped_rules() -> TokenRules:
    """The rules that ship with the package."""
    return read_rules(resources.files("extract").joinpath("data", "tokens.toml").read_text(encoding="utf-8"))


class NewsTokenizer:
    """Text → `Doc`, by the rules of `data/tokens.toml`; it never loses or adds a character."""

    def __init__(self, vocab: Vocab, rules: TokenRules | None = None) -> None:
        self.vocab = vocab
        self.rules = rules or shipped_rules()
        self._known: dict[str, tuple[str, ...]] = {}

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        known = self._known
        for match in _PIECE.finditer(text):
            piece = match[0]
            if piece.isspace():
                if piece[0] == " " and words:
                    spaces[-1] = True
                    piece = piece[1:]
                if piece:
                    words.append(piece)
                    spaces.append(False)
                continue
            tokens = known.get(piece)
            if tokens is None:
                tokens = self.cut(piece)
                if len(known) < _REMEMBERED:
                    known[piece] = tokens
            if (
                len(tokens[-1]) == 2
                and text[match.end() : match.end() + 1] in _LINE_ENDS
                and _LETTER.fullmatch(tokens[-1])
            ):
                tokens = (*tokens[:-1], tokens[-1][0], ".")
            words += tokens
            spaces += [False] * len(tokens)
        return Doc(self.vocab, words=words, spaces=spaces)

    def cut(self, piece: str) -> tuple[str, ...]:
        """The tokens of a piece of text without white space, in order."""
        tokens: list[str] = []
        for match in self.rules.scanner.finditer(piece):
            token = match[0]
            if len(token) > 3 and token[0].isalpha() and "." not in token and "/" not in token:
                last = match.end() >= len(piece) - 1
                cut = (
                    self.rules.enumerator.search(token + piece[match.end() :]) if last and token[-1].isdigit() else None
                )
                parts = (token,) if cut is None else (token[: cut.start()], token[cut.start() :])
                tokens += [word for part in parts for word in self._unglue(part)]
            else:
                tokens.append(token)
        return tuple(tokens)

    def _unglue(self, word: str) -> list[str]:
        parts: list[str] = []
        for part in self._cut_hyphens(word):
            parts += self._cut_seams(part)
        return parts

    def _cut_hyphens(self, word: str) -> list[str]:
        head, hyphen, tail = word.partition("-")
        if tail in _HYPHENED_CLITICS and head.isupper():
            return [head, hyphen + tail]
        if not hyphen or not head or not tail[:1].isupper():
            return [word]
        if head in self.rules.cut_after_hyphen:
            return [head + hyphen, *self._cut_hyphens(tail)]
        if not head[0].isupper() or head.lower() in self.rules.keep_after_hyphen:
            return [word]
        if head.lower() == tail.lower() or len(head) < 3 or any(c.isdigit() for c in word):
            return [word]
        return [head, hyphen, *self._cut_hyphens(tail)]

    def _cut_seams(self, word: str) -> list[str]:
        """The words in one that bad HTML made of several; most words have no capital inside and come back at once."""
        rules = self.rules
        brand = rules.lower_case_names.search(word)
        if brand:
            return [part for part in (word[: brand.start()], brand[0], word[brand.end() :]) if part]
        if word[1:].islower() or word.isupper() or word in rules.kept_camel or "-" in word:
            return [word]
        for seam in _SEAM.finditer(word):
            place = seam.start()
            head, tail = word[:place], word[place:]
            if tail in rules.kept_camel or (head[0].islower() and self._glued_to_lower(head)):
                return [head, *self._cut_seams(tail)]
            if head in rules.seam_before or (any(tail.startswith(w) for w in rules.seam_after) and len(head) > 2):
                return [head, *self._cut_seams(tail)]
        return [word]

    def _glued_to_lower(self, head: str) -> bool:
        return (len(head) > 3 and head not in ("detik", "anti")) or head in self.rules.function_words

    def to_bytes(self, *, exclude: tuple[str, ...] = ()) -> bytes:
        return b""

    def from_bytes(self, data: bytes, *, exclude: tuple[str, ...] = ()) -> NewsTokenizer:
        return self

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:
        """Nothing to write: the rules are the package's own, so that model and rules cannot drift apart unseen."""

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> NewsTokenizer:
        return self

    def __reduce__(self) -> tuple[type[NewsTokenizer], tuple[Vocab]]:
        return (NewsTokenizer, (self.vocab,))


@registry.tokenizers("jejak.NewsTokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], NewsTokenizer]:
    """The factory that a pipeline's configuration names: `[nlp.tokenizer] @tokenizers = "jejak.NewsTokenizer.v1"`."""

    def make(nlp: Language) -> NewsTokenizer:
        return NewsTokenizer(nlp.vocab)

    return make


def blank() -> Language:
    """An Indonesian pipeline with this tokenizer and nothing else in it."""
    return spacy.blank("id", config={"nlp": {"tokenizer": {"@tokenizers": "jejak.NewsTokenizer.v1"}}})


def clitic(token: Token) -> Clitic | None:
    """The ending of a token that may stand for somebody (`membantahnya` → `nya`), or none.

    >>> doc = blank()("Gani membantahnya.")
    >>> clitic(doc[1])
    Clitic(start=14, end=17, form='nya', lexicalised=False)
    """
    rules = shipped_rules()
    match = rules.clitic.search(token.text)
    lower = token.text.lower()
    if match is None or lower in rules.whole_words:
        return None
    return Clitic(token.idx + match.start(1), token.idx + len(token.text), match[1].lower(), lower in rules.lexicalised)
