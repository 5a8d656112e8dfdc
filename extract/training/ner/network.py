"""Learning the network of `extract.ner_network`: other corpora and unlabelled news first, then the gold articles.

First the network learns to guess hidden words of the news and the names in three corpora, each with labels of its own;
then it goes on with the gold articles and a part of these corpora. PyTorch is needed here and nowhere else.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy
import torch
from torch import nn
from torch.nn import functional

from extract.ner_features import Lexicon, of_places
from extract.ner_network import CLASSES, PLACES, ROWS, VECTOR_LENGTH, Network, Vectors, of_place, of_word
from extract.training.ner.corpus import LABELS, Reading
from extract.training.ner.habits import CORPORA, sentences
from extract.training.ner.news import words_of

WIDTH, LAYERS, GUESSED = 128, 5, 6000
"""Numbers a word is told by, layers (the last one behind the memory), and frequent words that are guessed."""
_UNKNOWN = -100


@dataclass(frozen=True)
class Sample:
    """An article or a sentence: for each line its words' numbers, their places' rows, and its labels' numbers."""

    corpus: str
    lines: tuple[numpy.ndarray, ...]
    places: tuple[numpy.ndarray, ...]
    labels: tuple[tuple[int, ...], ...] = ()

    @property
    def size(self) -> int:
        """Words, and an end for each line."""
        return sum(len(line) + 1 for line in self.lines)


class Reader:
    """Texts as samples; each word type is looked up once."""

    def __init__(self, lexicon: Lexicon, vectors: Vectors) -> None:
        self.lexicon, self._vectors = lexicon, vectors
        self.labels: dict[str, dict[str, int]] = {"gold": {label: n for n, label in enumerate(LABELS)}}
        self._numbers: dict[str, int] = {}

    def words(self) -> Words:
        """The table of all words that were read."""
        return Words(list(self._numbers), self.lexicon, self._vectors)

    def gold(self, article: Reading) -> Sample:
        """An annotated article; lines of boilerplate are read and not learnt."""
        lines = [list(line.words) for line in article.lines]
        known = self.labels["gold"]
        labels = tuple(
            tuple(_UNKNOWN if line.number in article.skip else known[label] for label in row)
            for line, row in zip(article.lines, article.labels, strict=True)
        )
        return replace(self._sample("gold", lines), labels=labels)

    def corpora(self, data: Path) -> list[Sample]:
        """The sentences of the other corpora."""
        out = []
        for name in CORPORA:
            corpus = name.split("/")[-2]
            known = self.labels.setdefault(corpus, {"O": 0})
            for sentence in sentences(data / name):
                labels = tuple(known.setdefault(label, len(known)) for label in _places([b for _, b in sentence]))
                out.append(replace(self._sample(corpus, [[word for word, _ in sentence]]), labels=(labels,)))
        return out

    def news(self, raw: Path) -> list[Sample]:
        """The unlabelled news."""
        return [self._sample("news", lines) for lines in words_of(raw)]

    def _sample(self, corpus: str, lines: list[list[str]]) -> Sample:
        numbers = self._numbers
        words = tuple(numpy.array([numbers.setdefault(w, len(numbers)) for w in line], "int32") for line in lines)
        places = tuple(
            numpy.array([_filled(of_place(features), PLACES) for features in line], "int16")
            for line in of_places(lines, self.lexicon)
        )
        return Sample(corpus, words, places)


def unlabelled(sample: Sample) -> Sample:
    """A sample whose words alone are learnt from, like the news."""
    return replace(sample, corpus="news", labels=())


class Words:
    """What is known of each word by itself, as tensors."""

    def __init__(self, words: Sequence[str], lexicon: Lexicon, vectors: Vectors) -> None:
        rows = [of_word(word, lexicon) for word in words]
        self.own = torch.tensor([own for own, _, _ in rows])
        self.affixes = torch.tensor([affixes for _, affixes, _ in rows])
        self.classes = torch.tensor([_filled(classes, CLASSES) for _, _, classes in rows])
        lower = [word.lower() for word in words]
        table = numpy.concatenate([vectors.get_batch(lower[n : n + 1000]) for n in range(0, len(lower), 1000)])
        table = table / (numpy.linalg.norm(table, axis=1, keepdims=True) + 1e-6) * VECTOR_LENGTH
        self.vectors = torch.tensor(table.astype("float32"))
        self.capital = numpy.array([word[:1].isupper() for word in words])
        known: dict[str, int] = {}
        self.lower = numpy.array([known.setdefault(word, len(known)) for word in lower])


@dataclass(frozen=True)
class Batch:
    """Samples one after the other, an empty place behind each line."""

    words: torch.Tensor
    places: torch.Tensor
    inside: torch.Tensor
    groups: torch.Tensor
    capital: torch.Tensor
    labels: torch.Tensor | None

    @classmethod
    def of(cls, samples: Sequence[Sample], table: Words) -> Batch:
        """One batch; the same capitalised word of an article is one group."""
        words, places, inside, groups, labels = [], [], [], [], []
        known: dict[tuple[int, int], int] = {(-1, -1): 0}
        nothing = numpy.zeros((1, PLACES), "int16")
        for number, sample in enumerate(samples):
            for line, rows in zip(sample.lines, sample.places, strict=True):
                words += [line, numpy.zeros(1, "int32")]
                places += [rows, nothing]
                inside += [True] * len(line) + [False]
                for word in line.tolist():
                    groups.append(known.setdefault((number, word), len(known)) if table.capital[word] else 0)
                groups.append(0)
            for row in sample.labels:
                labels += [*row, _UNKNOWN]
        numbers = numpy.concatenate(words)
        return cls(
            torch.tensor(numbers).long(),
            torch.tensor(numpy.concatenate(places)).long(),
            torch.tensor(inside),
            torch.tensor(groups),
            torch.tensor(table.capital[numbers] & numpy.array(inside)).float(),
            torch.tensor(labels) if labels else None,
        )


class Learner(nn.Module):  # type: ignore[misc]  # torch is not there where this is checked
    """The network while it learns, with a head for each corpus and one that guesses words."""

    def __init__(self, heads: dict[str, int], vector: int) -> None:
        super().__init__()
        self.word = nn.Embedding(ROWS["word"], 64, padding_idx=0)
        self.affix = nn.Embedding(ROWS["affix"], 32, padding_idx=0)
        self.classes = nn.EmbeddingBag(ROWS["class"], 32, mode="sum", padding_idx=0)
        self.place = nn.EmbeddingBag(ROWS["place"], 48, mode="sum", padding_idx=0)
        for table in (self.word, self.affix, self.classes, self.place):
            nn.init.normal_(table.weight, 0, 0.1)
            table.weight.data[0] = 0
        self.input = nn.Linear(vector + 64 + 4 * 32 + 32 + 48, 2 * WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.hidden = nn.Parameter(torch.zeros(WIDTH))
        self.convolutions = nn.ModuleList(nn.Linear(3 * WIDTH, 2 * WIDTH) for _ in range(LAYERS))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(LAYERS))
        self.memory = nn.Linear(WIDTH, WIDTH)
        self.heads = nn.ModuleDict({name: nn.Linear(WIDTH, size) for name, size in heads.items()})
        self.guess = nn.Linear(WIDTH, GUESSED)

    def forward(self, batch: Batch, table: Words, drop: float, hide: torch.Tensor | None = None) -> torch.Tensor:
        """(places, width); `hide`: places whose words are not shown, without the article's memory."""
        numbers = batch.words
        own = self.word(table.own[numbers]) * (torch.rand(len(numbers), 1) > 0.15).float()
        affixes = self.affix(table.affixes[numbers]).reshape(len(numbers), -1)
        classes = self.classes(table.classes[numbers])
        x = torch.cat([table.vectors[numbers], own, affixes, classes, self.place(batch.places)], 1)
        x = self.norm(self.input(functional.dropout(x, drop)).reshape(-1, WIDTH, 2).max(2)[0])
        if hide is not None:
            x = torch.where(hide[:, None], self.hidden[None, :].expand_as(x), x)
        inside = batch.inside[:, None].float()
        x = x * inside
        edge = x.new_zeros(1, WIDTH)
        for number, (convolution, norm) in enumerate(zip(self.convolutions, self.norms, strict=True)):
            if number == LAYERS - 1 and hide is None:
                x = x + self._mean(batch, functional.relu(self.memory(x))) * batch.capital[:, None]
            around = torch.cat([torch.cat([edge, x[:-1]]), x, torch.cat([x[1:], edge])], 1)
            seen = norm(convolution(around).reshape(-1, WIDTH, 2).max(2)[0])
            x = (x + functional.dropout(seen, drop)) * inside
        return x

    @staticmethod
    def _mean(batch: Batch, read: torch.Tensor) -> torch.Tensor:
        counts = torch.bincount(batch.groups).float()
        sums = read.new_zeros(len(counts), WIDTH).index_add(0, batch.groups, read)
        return (sums / counts[:, None])[batch.groups]


@dataclass(frozen=True)
class Plan:
    """How a network learns: words of a batch, step, what is dropped by chance, and how the step grows and falls."""

    words: int
    step: float
    drop: float
    warm: int
    least: float


ROUNDS = 2
FIRST = Plan(words=2500, step=1e-3, drop=0.2, warm=100, least=0.05)
THEN = Plan(words=900, step=1.5e-3, drop=0.35, warm=60, least=0.03)
"""The first stage, in two rounds over the news and the other corpora; then the annotated articles."""
_SHARE = 90
"""Sentences of each other corpus that go into each round of the gold articles."""


def first(news: Sequence[Sample], others: Sequence[Sample], reader: Reader, table: Words) -> dict[str, torch.Tensor]:
    """What a network has learnt before it sees an annotated article."""
    _begin(1)
    heads = {name: len(labels) for name, labels in reader.labels.items()}
    learner = Learner(heads, table.vectors.shape[1])
    learner.train()
    counts: Counter[int] = Counter()
    for sample in (*news, *others):
        for line in sample.lines:
            counts.update(table.lower[line].tolist())
    frequent = {word: n for n, (word, _) in enumerate(counts.most_common(GUESSED))}
    wanted = torch.tensor([frequent.get(word, _UNKNOWN) for word in table.lower.tolist()])
    optimiser = torch.optim.AdamW(learner.parameters(), lr=FIRST.step, weight_decay=0.01)
    jobs = []
    for _ in range(ROUNDS):
        round_ = _packed(news, FIRST.words)
        for corpus in reader.labels:
            round_ += _packed([sample for sample in others if sample.corpus == corpus], 1200)
        random.shuffle(round_)
        jobs += round_
    for number, samples in enumerate(jobs):
        batch = Batch.of(samples, table)
        if samples[0].corpus == "news":
            hide = (torch.rand(len(batch.words)) < 0.18) & batch.inside
            told = wanted[batch.words]
            at = hide & (told >= 0)
            read = learner(batch, table, 0.1, hide)
            loss = functional.cross_entropy(learner.guess(read[at]), told[at])
        else:
            read = learner(batch, table, FIRST.drop)
            loss = 2 * functional.cross_entropy(learner.heads[samples[0].corpus](read), batch.labels)
        _step(optimiser, learner, loss, FIRST, number, len(jobs))
    return dict(learner.state_dict())


def fit(
    articles: Sequence[Sample],
    others: Sequence[Sample],
    start: dict[str, torch.Tensor],
    reader: Reader,
    table: Words,
    *,
    rounds: int,
) -> Network:
    """A network of annotated articles, read `rounds` times; the mean of its weights over the last steps is taken."""
    _begin(1)
    learner = Learner({name: len(labels) for name, labels in reader.labels.items()}, table.vectors.shape[1])
    learner.load_state_dict(start)
    learner.train()
    optimiser = torch.optim.AdamW(learner.parameters(), lr=THEN.step, weight_decay=0.02)
    jobs = []
    for _ in range(rounds):
        round_ = _packed(articles, THEN.words)
        for corpus in reader.labels:
            own = [sample for sample in others if sample.corpus == corpus]
            round_ += _packed(random.sample(own, min(_SHARE, len(own))), THEN.words)
        random.shuffle(round_)
        jobs += round_
    sums: dict[str, torch.Tensor] = {}
    taken = 0
    for number, samples in enumerate(jobs):
        batch = Batch.of(samples, table)
        corpus = samples[0].corpus
        read = learner(batch, table, THEN.drop)
        loss = functional.cross_entropy(learner.heads[corpus](read), batch.labels, label_smoothing=0.02)
        _step(optimiser, learner, loss * (1 if corpus == "gold" else 0.5), THEN, number, len(jobs))
        if number > 0.6 * len(jobs) and (number % 5 == 0 or (number == len(jobs) - 1 and not taken)):
            taken += 1
            for name, value in learner.state_dict().items():
                sums[name] = sums[name] + value if name in sums else value.clone()
    return _network({name: value / taken for name, value in sums.items()})


def keep(state: dict[str, torch.Tensor], path: Path) -> None:
    """Write what `first` returned."""
    path.parent.mkdir(parents=True, exist_ok=True)
    numpy.savez(path, allow_pickle=False, **{name: value.numpy() for name, value in state.items()})


def kept(path: Path) -> dict[str, torch.Tensor]:
    """What `keep` wrote."""
    with numpy.load(path, allow_pickle=False) as file:
        return {name: torch.tensor(file[name]) for name in file.files}


def _network(state: dict[str, torch.Tensor]) -> Network:
    arrays = {}
    for name, value in state.items():
        part, _, rest = name.partition(".")
        if part in ("guess", "hidden") or (part == "heads" and not rest.startswith("gold.")):
            continue
        if part in ("word", "affix", "classes", "place"):
            name = {"classes": "class"}.get(part, part)
        elif part in ("convolutions", "norms"):
            number, _, rest = rest.partition(".")
            name = f"{part[:-1]}{number}.{rest}"
        elif part == "heads":
            name = rest.replace("gold", "head")
        arrays[name] = value.numpy().astype("float16")
    return Network(LABELS, arrays)


def _begin(seed: int) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    random.seed(seed)


def _step(
    optimiser: torch.optim.Optimizer, learner: Learner, loss: torch.Tensor, plan: Plan, number: int, count: int
) -> None:
    for group in optimiser.param_groups:
        group["lr"] = plan.step * min(1, (number + 1) / plan.warm) * max(plan.least, 1 - number / count)
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(learner.parameters(), 1.0)
    optimiser.step()


def _packed(samples: Iterable[Sample], words: int) -> list[list[Sample]]:
    """The samples in a new order, in batches of about so many words."""
    mixed = list(samples)
    random.shuffle(mixed)
    out: list[list[Sample]] = []
    size = words
    for sample in mixed:
        if size >= words:
            out.append([])
            size = 0
        out[-1].append(sample)
        size += sample.size
    return out


def _filled(rows: list[int], size: int) -> list[int]:
    return rows + [0] * (size - len(rows))


def _places(labels: Sequence[str]) -> list[str]:
    """Labels that tell begin and inside, as labels that tell the end and the single word too."""
    out = []
    for label, after in zip(labels, [*labels[1:], "O"], strict=True):
        if label[0] not in "BI" or label == "O":
            out.append("O")
        elif after[0] == "I" and after[2:] == label[2:]:
            out.append(label)
        else:
            out.append(("S" if label[0] == "B" else "E") + label[1:])
    return out
