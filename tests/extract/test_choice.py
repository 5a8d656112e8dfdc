"""The best set of spans has no overlaps, and probabilities are those of a distribution over sets."""

from __future__ import annotations

import itertools
import json
from math import exp
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import choice
from extract.choice import best, probabilities
from extract.errors import DataError
from extract.mention_features import Features
from extract.proposals import Span, gather

SPANS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 4), st.sampled_from(("ORG", "PERSON"))).map(
        lambda t: Span(t[0], t[0] + t[1], t[2])
    ),
    max_size=6,
    unique=True,
)


def sets(spans: list[Span]) -> list[tuple[int, ...]]:
    """Every set of spans without overlap, as their numbers."""
    found = []
    for size in range(len(spans) + 1):
        for chosen in itertools.combinations(range(len(spans)), size):
            ordered = sorted(spans[i] for i in chosen)
            if all(a.end <= b.start for a, b in itertools.pairwise(ordered)):
                found.append(chosen)
    return found


@settings(deadline=None)
@given(SPANS, st.data())
def test_no_set_without_overlap_has_a_higher_sum(spans: list[Span], data: st.DataObject) -> None:
    scores = [data.draw(st.integers(-4, 8)) for _ in spans]
    chosen = best(zip(spans, map(float, scores), strict=True))
    assert all(a.end <= b.start for a, b in itertools.pairwise(chosen))
    total = sum(scores[spans.index(span)] for span in chosen)
    assert total == max(sum(scores[i] for i in numbers) for numbers in sets(spans))


@settings(deadline=None)
@given(SPANS, st.data())
def test_probabilities_are_those_of_the_sets(spans: list[Span], data: st.DataObject) -> None:
    scores = [data.draw(st.floats(-3, 3)) for _ in spans]
    weights = {numbers: exp(sum(scores[i] for i in numbers)) for numbers in sets(spans)}
    whole = sum(weights.values())
    for i, found in enumerate(probabilities(spans, scores)):
        true = sum(weight for numbers, weight in weights.items() if i in numbers) / whole
        assert found == pytest.approx(true, abs=0.001)


def test_a_place_is_weighed_as_the_sum_of_its_features() -> None:
    text = "Menurut Camat Sukamaju, Rukmini Dewanti (RD) dan Dinas Pendidikan Kota Bekasi hadir, juga di Kota Bekasi."
    judge = choice.load()
    weights = json.loads(choice.SHIPPED.read_text(encoding="utf-8"))["weights"]
    found = gather(text, [Span(24, 39, "PERSON")], [], frozenset())
    about = Features(found)
    spans = sorted(found.sources)
    assert {span.type for span in spans} >= {"PERSON", "ORG", "PLACE", "POSITION"}
    for span, scores in zip(spans, judge.scores(spans, about), strict=True):
        pairs = [weights[span.type].get(name, (0.0, 0.0)) for name in about.before(span)]
        assert scores == pytest.approx([sum(one for one, _ in pairs), sum(two for _, two in pairs)])


def test_weights_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    for number, data in enumerate(({"passes": []}, {"passes": [{"a": 1}], "floors": {}}, [])):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(data))
        with pytest.raises(DataError, match="weights cannot be read"):
            choice.load(path)
    with pytest.raises(DataError):
        choice.load(tmp_path / "none.json")
