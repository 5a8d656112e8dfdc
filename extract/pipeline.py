"""From an article to the facts that it states: the ordered list of components, and the ways to run them.

The trained part (tokenizer, tagger, parser, names) comes from `extract.model_store`; the components below follow it in
this order, each a factory that its own module registers.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import importlib.metadata
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from functools import cache
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from extract.article import Article
from extract.errors import DataError, InputError, JejakError
from extract.facts import ENTITY_TYPES, ROLES, ArticleFacts, Fact

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

COMPONENTS: Final[tuple[tuple[str, str], ...]] = (
    ("boilerplate", "extract.boilerplate"),
    ("mentions", "extract.entities"),
    ("coreference", "extract.coreference"),
    ("speech", "extract.speech"),
    ("relations", "extract.relations"),
)
"""Name of each component after the trained ones, and the module that registers its factory."""

_EXTRACTOR: Final = "jejak_extractor"
_CHUNK_ARTICLES: Final = 32
_CHUNK_CHARACTERS: Final = 200_000
_COLLECT: Final = (5_000, 10, 10)
"""After how many new values the garbage collector looks at the young, and how seldom at the older ones."""
_CHUNKS_AHEAD: Final = 2
"""Chunks that each worker may be ahead of the slowest: bounds the memory, whatever the size of the input."""


def load(model: Path | None = None) -> Language:
    """The whole pipeline: the shipped trained model, or the one at `model`, and the components of this project.

    DataError where the model or a component is missing or broken.
    """
    from extract import blas

    blas.one_thread()  # before the next import loads numpy
    from extract import model_store, parsing

    nlp = model_store.load(model)
    if model is not None:
        _fit(nlp, model)
    parsing.defer(nlp)
    for name, module in COMPONENTS:
        _register(name, module)
        if name in nlp.pipe_names:
            nlp.remove_pipe(name)
        nlp.add_pipe(name)
    nlp.meta[_EXTRACTOR] = extractor(model)
    return nlp


def _fit(nlp: Language, model: Path) -> None:
    """Hold another pipeline to the types of names that are known here, and part sentences where it does not.

    A type that it lacks is no error, since rules and lists of names propose spans as well.
    """
    sets = {name: nlp.get_pipe_meta(name).assigns for name in nlp.pipe_names}
    finders = [name for name, assigned in sets.items() if "doc.ents" in assigned]
    if not finders:
        raise DataError(
            "no component of the pipeline finds names.",
            where=str(model),
            remedy="Add one that sets doc.ents, such as spaCy's `ner`.",
        )
    labels = {label for name in finders for label in nlp.pipe_labels.get(name, ())}
    if unknown := sorted(labels - set(ENTITY_TYPES)):
        raise DataError(
            f"the pipeline names things {', '.join(unknown)}, which are no types here.",
            where=str(model),
            remedy=f"Train it with the labels {', '.join(sorted(ENTITY_TYPES))}.",
        )
    if not any("token.is_sent_start" in assigned for assigned in sets.values()):
        nlp.add_pipe("sentences", first=True)


def _register(name: str, module: str) -> None:
    """Make a component known to spaCy; DataError where it is missing, else facts would be, in silence."""
    from spacy.language import Language

    try:
        importlib.import_module(module)
    except ImportError as error:
        raise DataError(
            f"the component {name!r} cannot be loaded ({error}).", where=module, remedy="Install the package again."
        ) from error
    if not Language.has_factory(name):
        raise DataError(f"the component {name!r} is not there.", where=module, remedy="Install the package again.")


def extractor(model: Path | None = None) -> str:
    """The version, and a hash of the model and of the data files: it changes when what comes out may."""
    from extract import lexicon, model_store

    digest = hashlib.sha256(lexicon.fingerprint().encode())
    # Another model takes the place of the shipped pipeline, not of the judges of mentions and facts beside it.
    for place in (model_store.SHIPPED,) if model is None else (model_store.SHIPPED, model):
        for name, path in model_store.files(place):
            digest.update(f"{name}\0{model_store.checksum(path)}\0".encode())
    return f"jejak/{_version()}+{digest.hexdigest()[:12]}"


def _version() -> str:
    try:
        return importlib.metadata.version("jejak")
    except importlib.metadata.PackageNotFoundError:
        return "0"


def read(article: Article, nlp: Language) -> ArticleFacts:
    """What one article says."""
    return assemble(nlp(_doc(article, nlp)), str(nlp.meta.get(_EXTRACTOR, "unknown")))


def read_all(
    articles: Iterable[Article],
    nlp: Language | None = None,
    *,
    model: Path | None = None,
    workers: int = 1,
) -> Iterator[ArticleFacts | InputError]:
    """What each article says, in the order given; an InputError in the place of an article that could not be read.

    `workers`: processes to share the work among, which changes the time and nothing else. `nlp` is used where there is
    one worker, and loaded from `model` where it is not given. Articles are asked for as they are needed.
    """
    if workers <= 1:
        nlp = nlp or load(model)
        for article in articles:
            yield _read_or_set_aside(article, nlp)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(model,)) as pool:
        waiting: deque[Future[list[ArticleFacts | InputError]]] = deque()
        try:
            for chunk in chunks(articles):
                waiting.append(pool.submit(read_chunk, chunk, model))
                if len(waiting) >= workers * _CHUNKS_AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            raise JejakError(
                "a worker process was stopped from outside, most likely because the memory ran out.",
                remedy="Run again with fewer --workers.",
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in groups small enough to send to a worker."""
    chunk: list[Article] = []
    size = 0
    for article in articles:
        chunk.append(article)
        size += len(article.text)
        if len(chunk) >= _CHUNK_ARTICLES or size >= _CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _begin(model: Path | None) -> None:
    """Load a worker's pipeline; what is wrong with it is told with its first articles, where somebody hears it."""
    Thread(target=_leave_with_parent, daemon=True).start()
    with suppress(JejakError):
        _loaded(model)


def _leave_with_parent() -> None:
    """End this process when the one that started it ends, killed or not: it would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@cache
def _loaded(model: Path | None) -> Language:
    """A worker's own pipeline."""
    return load(model)


def read_chunk(articles: Sequence[Article], model: Path | None = None) -> list[ArticleFacts | InputError]:
    """What each of some articles says: the whole work of a worker, in this machine's processes or in a cluster's."""
    nlp = _loaded(model)
    return [_read_or_set_aside(article, nlp) for article in articles]


def _read_or_set_aside(article: Article, nlp: Language) -> ArticleFacts | InputError:
    """One article that breaks a component must not stop the batch: it is set aside, and the report says so."""
    try:
        facts = read(article, nlp)
        _settle()
        return facts
    except JejakError:
        raise
    except Exception as error:
        return InputError(
            f"the article cannot be analysed ({type(error).__name__}: {_first_line(error)}).",
            reason="not-analysed",
            where=article.url or article.id,
            remedy="Please report this with the article.",
        )


@cache
def _settle() -> None:
    """Spare the garbage collector what was loaded for the first article: it stays, however often it is looked at.

    And let it look more seldom: an article makes tens of thousands of small values, hardly any of them in a circle.
    """
    gc.freeze()
    gc.set_threshold(*_COLLECT)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or "no reason given").splitlines()[0][:200]


def _doc(article: Article, nlp: Language) -> Doc:
    import extract.document  # noqa: F401  (registers the extensions)

    doc = nlp.make_doc(article.text)
    doc._.article = article
    return doc


def assemble(doc: Doc, extractor: str) -> ArticleFacts:
    """The value that the components have left in the `Doc`, in its one order.

    Entities are numbered by where they are first mentioned; a GROUP that takes part in no fact is left out.
    """
    article: Article = doc._.article
    facts: tuple[Fact, ...] = tuple(doc._.facts)
    used = {entity for fact in facts for entity in _participants(fact)}
    kept = {e.id: e for e in doc._.entities if e.type != "GROUP" or e.id in used}
    mentions = sorted(m for m in doc._.mentions if m.entity in kept)
    first = {m.entity: m.start for m in reversed(mentions)}
    seen = [entity for entity in kept if entity in first or entity in used]
    order = sorted(seen, key=lambda entity: (first.get(entity, len(article.text)), entity))
    number = {entity: f"e{n}" for n, entity in enumerate(order, 1)}
    spellings: dict[str, dict[str, None]] = {}
    for mention in mentions:
        spellings.setdefault(mention.entity, {})[article.text[mention.start : mention.end]] = None
    return ArticleFacts(
        id=article.id,
        text=article.text,
        url=article.url,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        extractor=extractor,
        skip=tuple(doc._.skip),
        mentions=tuple(replace(m, entity=number[m.entity]) for m in mentions),
        entities=tuple(
            replace(kept[entity], id=number[entity], mentions=tuple(spellings.get(entity, ()))) for entity in order
        ),
        facts=tuple(sorted((_renumbered(fact, number) for fact in facts), key=_fact_order)),
        remarks=tuple(sorted(doc._.remarks)),
    )


def _participants(fact: Fact) -> Iterator[str]:
    for name in ("s", "o", "by", *ROLES):
        value = getattr(fact, name)
        if value is not None:
            yield value


def _renumbered(fact: Fact, number: dict[str, str]) -> Fact:
    changed: dict[str, Any] = {
        name: number[value]
        for name in ("s", "o", "by", *ROLES)
        if (value := getattr(fact, name)) is not None and value in number
    }
    return replace(fact, **changed)


def _fact_order(fact: Fact) -> tuple[int, int, str, str, str]:
    return (fact.start, fact.end, fact.p, fact.s, fact.o or "")
