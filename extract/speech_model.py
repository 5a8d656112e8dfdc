"""The weights that tell the speaker of a cue, whether it makes him state something, and whose claim a fact is.

Three linear models over named features: `who` ranks the options of one cue, `event` and `by` are logistic. All stand in
`extract/model/facts/speech.json`, which `extract/training/speech/train.py` writes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from extract.errors import DataError

if TYPE_CHECKING:
    from extract.speech import Speech
    from extract.speech_features import Option

WEIGHTS: Final = "speech.json"
_GAPS: Final = (0, 3, 10, 25, 60, 120, 250)


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """Weights by feature, and the thresholds above which a cue states and a fact is attributed."""

    who_weights: Mapping[str, float]
    event_weights: Mapping[str, float]
    event_bias: float
    event_threshold: float
    by_weights: Mapping[str, float]
    by_bias: float
    by_threshold: float

    def who(self, features: Iterable[str]) -> float:
        """The score of an option; comparable among the options of one cue only."""
        return _sum(self.who_weights, features)

    def event(self, features: Iterable[str]) -> float:
        """How likely the cue and its best option make a `stated`, 0 to 1."""
        return _logistic(self.event_bias + _sum(self.event_weights, features))

    def by(self, features: Iterable[str]) -> float:
        """How likely a fact is the claim of the speaker beside it, 0 to 1."""
        return _logistic(self.by_bias + _sum(self.by_weights, features))


def _sum(weights: Mapping[str, float], features: Iterable[str]) -> float:
    get = weights.get
    return math.fsum([weight for feature in set(features) if (weight := get(feature))])


def _logistic(z: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))


def event_features(option: Option, scores: Sequence[float], best: int) -> list[str]:
    """What tells whether a cue with this best option states something: the option's features and how sure it is."""
    top = max(scores)
    share = math.exp(scores[best] - top) / math.fsum(math.exp(s - top) for s in scores)
    level = int(share * 5)
    return [
        *option.features,
        f"E:conf:{level}",
        f"E:z:{int(max(-4.0, min(6.0, scores[best])))}",
        f"E:{option.cue.shape}:{level}",
    ]


def _gap(n: int) -> str:
    for i, limit in enumerate(_GAPS):
        if n <= limit:
            return str(i)
    return "x"


def by_features(
    text: str,
    predicate: str,
    speech: Speech,
    how: str,
    trigger: tuple[int, int] | None,
    subject: tuple[int, int] | None,
    object: tuple[int, int] | None,
    sentence: tuple[int, int],
    subject_entity: str | None,
) -> list[str]:
    """What tells whether a fact is the claim of the speech beside it (`how`: where) or the article's own word."""
    s_in, o_in, t_in = (s is not None and speech.start <= s[0] < speech.end for s in (subject, object, trigger))
    same = sentence[0] <= speech.cue[0] < sentence[1]
    place = next((span[0] for span in (trigger, object, subject) if span), sentence[0])
    between = max(0, place - speech.cue[1]) if place > speech.cue[0] else max(0, speech.cue[0] - place)
    side = "a" if place > speech.cue[0] else "b"
    gap = 999
    if subject is not None and object is not None:
        gap = max(object[0] - subject[1], subject[0] - object[1], 0)
    is_speaker = subject_entity is not None and subject_entity == speech.speaker
    # The speaker's own office stands beside his name, and the name beside the cue.
    at_cue = min((abs(span[0] - speech.cue[1]) for span in (subject, object) if span), default=999) <= 4
    family = "describes" if predicate in ("holdsPosition", "memberOf", "candidateFor", "relativeOf") else "happens"
    return [
        "bias", f"p:{predicate}", f"h:{how}", f"hp:{how}:{predicate}", f"hf:{how}:{family}:{_gap(gap)}",
        f"hs:{how}:{speech.shape}", f"hps:{how}:{speech.shape}:{predicate}", f"r:{how}:{speech.root}",
        f"in:{how}:{s_in}:{o_in}:{t_in}", f"inp:{how}:{predicate}:{s_in}:{o_in}", f"same:{how}:{same}:{side}:{family}",
        f"b:{how}:{side}:{_gap(between)}:{family}", f"self:{how}:{is_speaker}:{predicate}",
        f"self2:{how}:{is_speaker}:{family}",
        f"cue:{how}:{at_cue}:{family}", f"g:{family}:{_gap(gap)}", f"c:{how}:{int(speech.certain * 4)}",
        f"both:{how}:{s_in and o_in}:{family}:{_gap(gap)}", f"t:{trigger is None}:{how}",
    ]  # fmt: skip


def read(text: str, where: str = WEIGHTS) -> SpeechModel:
    """The weights of a file's text; DataError where it is not what the recipe writes."""
    try:
        record = json.loads(text)
        return SpeechModel(
            dict(record["who"]), dict(record["event"]["weights"]), float(record["event"]["bias"]),
            float(record["event"]["threshold"]), dict(record["by"]["weights"]), float(record["by"]["bias"]),
            float(record["by"]["threshold"]),
        )  # fmt: skip
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"the weights of speech cannot be read ({type(error).__name__}: {error}).",
            where=where,
            remedy="Reinstall, or run the recipe in extract/training/speech/.",
        ) from error


@lru_cache(maxsize=1)
def load() -> SpeechModel:
    """The shipped weights."""
    source = resources.files("extract").joinpath("model").joinpath("facts").joinpath(WEIGHTS)
    try:
        text = source.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(
            "the weights of speech are missing.",
            where=WEIGHTS,
            remedy="Reinstall, or run extract/training/speech/train.py.",
        ) from error
    return read(text)
