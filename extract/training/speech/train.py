"""Learn who speaks, what is stated, and whose claim a fact is.

    python -m extract.training.speech.train TRAIN.jsonl [TEST.jsonl …] [--write extract/model/facts/speech.json]

Prints the figures of a five-fold cross-validation by article, then those of the whole model on each TEST file.
With `--prose` it learns from the articles of our own too; what ships does without (`docs/runs-facts.md`).
The solvers draw no random numbers: the same input makes the same weights.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import scipy.sparse
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from extract import speech
from extract.facts import ArticleFacts, Mention, from_record
from extract.references import find_references
from extract.speech_features import Option
from extract.speech_model import SpeechModel, by_features, event_features
from extract.speech_scene import Line, SpeechCue
from extract.training import prose
from extract.training.speech.places import places

FOLDS = 5
STATED_AT, BY_AT = 0.62, 0.5
SMALLEST = 0.03
THIN = (10, 25)
EMPTY = SpeechModel({}, {}, 0.0, 0.5, {}, 0.0, 2.0)


def read(path: str) -> list[ArticleFacts]:
    """The annotated articles of a file."""
    return [from_record(json.loads(line)) for line in Path(path).read_text(encoding="utf-8").splitlines() if line]


def references(article: ArticleFacts) -> list[tuple[int, int, str]]:
    """Whom the pronouns of an article stand for, by the rules, over its reference mentions."""
    return [(r.start, r.end, r.entity) for r in find_references(article.text, article.mentions, article.skip)]


def gold_speakers(article: ArticleFacts) -> dict[int, set[str]]:
    """Who states something on which line."""
    found: dict[int, set[str]] = collections.defaultdict(set)
    for fact in article.facts:
        line = article.text.count("\n", 0, fact.start) + 1
        if fact.p == "stated" and line not in article.skip:
            found[line].add(fact.s)
    return found


Group = tuple[int, list[Option], list[bool]]


def cue_groups(article: ArticleFacts) -> list[Group]:
    """For each cue its line, its options and which of them are right, with the true speakers as history."""
    gold = gold_speakers(article)
    found: list[Group] = []

    def teach(line: Line, cue: SpeechCue, group: Sequence[Option]) -> Option | None:
        right = [o.entity in gold.get(line.number, ()) for o in group]
        if group:
            found.append((line.number, list(group), right))

        def far(o: Option) -> tuple[bool, bool, int]:
            return (o.item is None, o.item is None or o.item.quoted, abs((o.item.start if o.item else 0) - cue.start))

        return min((o for o, yes in zip(group, right, strict=True) if yes), key=far, default=None)

    speech.read_speech(
        article.text, article.mentions, article.entities, references(article), article.skip, model=EMPTY, teacher=teach
    )
    return found


def fit_ranker(groups: Iterable[Group], l2: float = 1.0) -> dict[str, float]:
    """A conditional logit: the weights that make the right options of each cue the likeliest."""
    used = [(g, right) for _, g, right in groups if any(right) and not all(right)]
    counts = collections.Counter(f for g, _ in used for o in g for f in set(o.features))
    index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= 2))}
    columns: list[int] = []
    pointers, group_of, right_of = [0], [], []
    for k, (options, right) in enumerate(used):
        for option, yes in zip(options, right, strict=True):
            columns.extend(sorted(index[f] for f in set(option.features) if f in index))
            pointers.append(len(columns))
            group_of.append(k)
            right_of.append(yes)
    matrix = scipy.sparse.csr_matrix(
        (np.ones(len(columns)), np.array(columns, "int32"), np.array(pointers, "int32")),
        shape=(len(group_of), len(index)),
    )
    owner, good_ones = np.array(group_of), np.array(right_of, bool)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = matrix @ w
        top = np.full(len(used), -1e9)
        np.maximum.at(top, owner, z)
        e = np.exp(z - top[owner])
        total, good = np.bincount(owner, e, len(used)), np.bincount(owner, e * good_ones, len(used)) + 1e-12
        gradient = matrix.T @ (e / total[owner] - e * good_ones / good[owner]) + l2 * w
        return float(-np.log(good / total).sum() + 0.5 * l2 * w @ w), gradient

    result = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return {f: float(result.x[i]) for f, i in index.items()}


def fit_logistic(rows: Sequence[Sequence[str]], labels: Sequence[bool], c: float) -> tuple[dict[str, float], float]:
    """Weights and bias of a logistic regression over named features that occur at least twice."""
    counts = collections.Counter(f for row in rows for f in set(row))
    index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= 2))}
    columns: list[int] = []
    pointers = [0]
    for row in rows:
        columns.extend(sorted(index[f] for f in set(row) if f in index))
        pointers.append(len(columns))
    matrix = scipy.sparse.csr_matrix(
        (np.ones(len(columns)), np.array(columns, "int32"), np.array(pointers, "int32")), shape=(len(rows), len(index))
    )
    model = LogisticRegression(C=c, max_iter=800, solver="liblinear").fit(matrix, np.array(labels))
    return {f: float(model.coef_[0][i]) for f, i in index.items()}, float(model.intercept_[0])


def by_rows(article: ArticleFacts, reading: speech.SpeechReading) -> tuple[list[list[str]], list[bool]]:
    """The facts that stand at somebody's speech: features, and whether the reference attributes them to him."""
    rows, labels = [], []
    for place in places(article):
        start = next((s[0] for s in (place.trigger, place.object, place.subject) if s), place.sentence[0])
        heard, how = reading.speech_at(start)
        if heard is None or heard.speaker is None:
            continue
        rows.append(
            by_features(
                article.text, place.fact.p, heard, how, place.trigger, place.subject, place.object, place.sentence,
                place.fact.s,
            )
        )  # fmt: skip
        labels.append(place.fact.by is not None)
    return rows, labels


def reading_of(article: ArticleFacts, model: SpeechModel) -> speech.SpeechReading:
    """The speech of an article with its reference mentions."""
    return speech.read_speech(
        article.text, article.mentions, article.entities, references(article), article.skip, model=model
    )


def thinned(article: ArticleFacts, share: int) -> ArticleFacts:
    """The article without that share of its mentions (in hundredths), the same ones each time."""

    def number(mention: Mention) -> int:
        return int(hashlib.sha256(f"{article.id} {mention.start} {share}".encode()).hexdigest(), 16)

    return replace(article, mentions=tuple(m for m in article.mentions if number(m) % 100 >= share))


def fit(articles: Sequence[ArticleFacts]) -> SpeechModel:
    """The three models; they see each article whole, and as it is when names are missed."""
    articles = [*articles, *(thinned(a, share) for share in THIN for a in articles)]
    groups = [cue_groups(a) for a in articles]
    who = fit_ranker(g for found in groups for g in found)
    # The second model must see the first one as it will be: on articles that it was not trained on.
    inner = [fit_ranker(g for j, found in enumerate(groups) if j % 3 != k for g in found) for k in range(3)]
    rows, labels = [], []
    for j, found in enumerate(groups):
        ranker = SpeechModel(inner[j % 3], {}, 0.0, 0.0, {}, 0.0, 0.0)
        for _, options, right in found:
            scores = [ranker.who(o.features) for o in options]
            best = max(range(len(options)), key=lambda i: (scores[i], -i))
            rows.append(event_features(options[best], scores, best))
            labels.append(right[best])
    event, bias = fit_logistic(rows, labels, 0.2)
    model = SpeechModel(who, event, bias, STATED_AT, {}, 0.0, 2.0)
    rows, labels = [], []
    for article in articles:
        more, right = by_rows(article, reading_of(article, model))
        rows += more
        labels += right
    by, by_bias = fit_logistic(rows, labels, 0.3)
    return SpeechModel(who, event, bias, STATED_AT, by, by_bias, BY_AT)


def measure(articles: Sequence[ArticleFacts], model_of: Callable[[int], SpeechModel]) -> dict[str, float]:
    """F1 of `stated`, and the share of reference facts whose `by` is told rightly."""
    hit = found = wanted = right = total = spoken = spoken_right = 0
    for number, article in enumerate(articles):
        model = model_of(number)
        reading = reading_of(article, model)
        gold = {(line, e) for line, who in gold_speakers(article).items() for e in who}
        got = {(article.text.count("\n", 0, f.start) + 1, f.s) for f in reading.stated}
        hit, found, wanted = hit + len(gold & got), found + len(got), wanted + len(gold)
        for place in places(article):
            said = reading.attribution(
                place.fact.p, place.trigger, place.subject, place.object, place.sentence, place.fact.s
            )
            total += 1
            right += said == place.fact.by
            spoken += place.fact.by is not None
            spoken_right += place.fact.by is not None and said == place.fact.by
    p, r = hit / max(1, found), hit / max(1, wanted)
    return {
        "stated_p": round(p, 4), "stated_r": round(r, 4), "stated_f1": round(2 * p * r / (p + r), 4), "stated": wanted,
        "by": round(right / max(1, total), 4), "facts": total,
        "by_spoken_recall": round(spoken_right / max(1, spoken), 4),
    }  # fmt: skip


def write(model: SpeechModel, path: str) -> None:
    """Keep the weights that matter, rounded, in one order."""

    def short(weights: Mapping[str, float]) -> dict[str, float]:
        return {f: round(w, 3) for f, w in sorted(weights.items()) if abs(w) >= SMALLEST}

    record = {
        "who": short(model.who_weights),
        "event": {
            "weights": short(model.event_weights),
            "bias": round(model.event_bias, 4),
            "threshold": model.event_threshold,
        },
        "by": {"weights": short(model.by_weights), "bias": round(model.by_bias, 4), "threshold": model.by_threshold},
    }
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> None:
    """Cross-validate, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train")
    parser.add_argument("test", nargs="*")
    parser.add_argument("--write", default="")
    parser.add_argument("--prose", action="store_true", help="learn from the articles of our own as well")
    parser.add_argument("--no-folds", dest="folds", action="store_false", help="leave out the cross-validation")
    options = parser.parse_args()
    articles = read(options.train)
    ours = [from_record(record) for record in prose.read()] if options.prose else []
    if options.folds:
        folds = [fit([*(a for i, a in enumerate(articles) if i % FOLDS != k), *ours]) for k in range(FOLDS)]
        print("cross-validated", measure(articles, lambda n: folds[n % FOLDS]))
    model = fit([*articles, *ours])
    for path in options.test:
        print(Path(path).stem, measure(read(path), lambda n: model))
    if options.write:
        write(model, options.write)


if __name__ == "__main__":
    main()
