"""The recipe as a list of steps: what each is run by, what it reads, and what it makes for those behind it.

A step is a process of its own with a fixed hash seed and one thread. One whose code, inputs and settings are those of
its last run, and whose files are as that run left them, is left out; so a run that was stopped goes on where it was.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import extract
from extract.errors import JejakError
from extract.model_store import MANIFEST
from extract.pipeline import COMPONENTS
from extract.training import inputs
from extract.training.ner.habits import CORPORA
from extract.training.prose import HERE
from extract.training.stamps import Stamps, code, digest

TRAINING = Path(__file__).parent
DATA = Path(extract.__file__).parent / "data"
CONFIG = TRAINING / "configs/syntax.cfg"
TOKENS, LISTS = DATA / "tokens.toml", (DATA / "regions.csv", DATA / "bodies.csv")
FOLDS = 4
TRAINED = ("config.cfg", "meta.json", "vocab", "tok2vec", "morphologizer", "lemmatizer", "parser", "ner")
"""What `assemble` writes of a pipeline."""
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the recipe reads the corpora and our own prose, keeps what is between, and puts the model."""

    shared: Path
    prose: Path
    build: Path
    model: Path


@dataclass(frozen=True, slots=True)
class Step:
    """A module with its arguments, and the files and folders that it reads and makes.

    `code`: the modules that do its work, whose change makes it another step; `prose`: the folder that they are told of;
    `always`: run each time, for it checks.
    """

    name: str
    module: str
    arguments: tuple[str | Path, ...]
    code: tuple[str, ...] = ()
    prose: Path = HERE
    reads: tuple[Path, ...] = ()
    makes: tuple[Path, ...] = ()
    always: bool = False


def steps(at: Places, *, quick: bool = False, pretrain: bool = False) -> list[Step]:
    """The recipe in order; `quick`: on a sample and with settings that show that it runs, not those of what ships."""
    first = [Step("inputs", "extract.training", ("--shared", at.shared, "inputs"), prose=at.prose, always=True)]
    if quick:
        first.append(_sample(at))
        at = Places(at.build / "shared", at.build / "prose", at.build, at.model)
    files = _Files(at)
    return [*first, *_syntax(files, quick, pretrain), *_names(files, quick), *_judges(files), *_whole(files)]


class _Files:
    """The files that stand between the steps, and those that they begin with."""

    def __init__(self, at: Places) -> None:
        self.at = at
        self.gold, self.news = at.shared / "gold/train.jsonl", at.shared / "data/raw/news.txt.gz"
        self.banks = tuple(at.shared / name for name in inputs.listed() if name.endswith(".conllu"))
        self.corpora = tuple(at.shared / "data" / name for name in CORPORA)
        self.text = (TOKENS, self.gold, self.news, *self.banks, *self.corpora)
        self.vectors, self.syntax, self.names = at.build / "vectors", at.build / "syntax", at.build / "ner"
        self.learn, self.dev, self.test = (at.build / f"{part}.spacy" for part in ("learn", "dev", "test"))
        self.words, self.network = at.build / "words.json", at.build / "network.npz"
        self.held_out, self.chosen = at.build / "held-out.jsonl", at.build / "chosen.jsonl"
        self.trained = tuple(at.model / part for part in TRAINED)
        self.mentions = at.model / "mentions/weights.json"
        self.facts = tuple(at.model / "facts" / name for name in ("settings.json", "trees.npz", "weights.npz"))
        self.speech = at.model / "facts/speech.json"

    def step(
        self,
        name: str,
        code: Sequence[str],
        reads: Iterable[Path],
        makes: Iterable[Path],
        *more: str,
        always: bool = False,
    ) -> Step:
        """A step that is a command of `extract.training`."""
        at = self.at
        arguments = (*_options(shared=at.shared, build=at.build, model=at.model), name, *more)
        return Step(name, "extract.training", arguments, tuple(code), at.prose, tuple(reads), tuple(makes), always)

    def part(
        self, name: str, code: Sequence[str], reads: Iterable[Path], makes: Iterable[Path], *more: str | Path
    ) -> Step:
        """A step that is a recipe of its own, in a package of its own."""
        at = self.at
        read = (DATA, self.gold, *reads)
        arguments = ("--shared", at.shared, *more)
        return Step(name, f"extract.training.{name}", arguments, tuple(code), at.prose, read, tuple(makes))


def _options(**given: Path) -> tuple[str | Path, ...]:
    return tuple(part for name, path in given.items() for part in (f"--{name}", path))


def _sample(at: Places) -> Step:
    reads = (*(at.shared / name for name in inputs.listed()), at.prose)
    makes = (at.build / "shared", at.build / "prose")
    arguments = ("--shared", at.shared, "--build", at.build, "sample")
    return Step("sample", "extract.training", arguments, ("extract.training.sample",), at.prose, reads, makes)


def _syntax(files: _Files, quick: bool, pretrain: bool) -> Iterator[Step]:
    """Vectors, treebanks, and the network that tags and parses."""
    code = ("extract.training.run", "extract.segmentation")
    few, fewer = (("--epochs", "1"), ("--steps", "20")) if quick else ((), ())
    yield files.step("vectors", ["extract.training.vectors"], files.text, [files.vectors], *few)
    banks = (files.learn, files.dev, files.test)
    yield files.step("treebank", ["extract.training.treebank"], (TOKENS, *files.banks), banks)
    reads = [CONFIG, TOKENS, files.learn, files.dev, files.vectors]
    if pretrain:
        pretrained = files.at.build / "pretrained"
        yield files.step("pretrain", code, (CONFIG, *files.text, files.vectors), [pretrained])
        reads, fewer = [*reads, pretrained], (*fewer, "--pretrained")
    yield files.step("syntax", code, reads, [files.syntax], *fewer)


def _names(files: _Files, quick: bool) -> Iterator[Step]:
    """The recogniser of names, learnt without each fold's articles and then from all."""

    def step(name: str, reads: Iterable[Path], makes: Path, *more: str | Path, label: str = "") -> Step:
        at = files.at
        settings = ("--rounds", "1", "--passes", "1") if quick else ()
        arguments = ("--shared", at.shared, "--build", at.build, *settings, name, *more)
        read = (TOKENS, files.gold, at.prose, *reads)
        code = ("extract.training.ner.__main__",)
        return Step(f"names-{label or name}", "extract.training.ner", arguments, code, at.prose, read, (makes,))

    yield step("words", (files.vectors, *files.text, *LISTS), files.words)
    yield step("first", (files.vectors, files.words, files.news, *files.corpora), files.network)
    learnt = (files.vectors, files.words, files.network, *files.corpora)
    folds = [files.at.build / "folds" / f"{number}.jsonl" for number in range(FOLDS)]
    for number, fold in enumerate(folds):
        yield step("fold", learnt, fold, str(number), str(FOLDS), label=f"fold-{number}")
    yield step("held-out", folds, files.held_out, *folds)
    yield step("final", learnt, files.names)


def _judges(files: _Files) -> Iterator[Step]:
    """The pipeline in its place, and what is learnt from readings of articles that were not seen."""
    yield files.step("assemble", ["extract.training.assemble"], (files.syntax, files.names), files.trained)
    prose, makes = files.at.prose, (files.mentions, files.chosen)
    seen = ("--held-out", files.held_out, "--out", files.mentions, "--chosen", files.chosen)
    yield files.part("mentions", ["extract.training.mentions.__main__"], (prose, files.held_out), makes, *seen)
    code = ("extract.training.facts.__main__", *(module for _, module in COMPONENTS))
    model = files.at.model
    found = ("--chosen", files.chosen, "--model", model, "--out", model / "facts")
    yield files.part("facts", code, (prose, files.chosen, *files.trained), files.facts, *found)
    yield files.part("speech", ["extract.training.speech.__main__"], (), [files.speech], "--out", files.speech)


def _whole(files: _Files) -> Iterator[Step]:
    """The manifest, and what is measured and checked of the whole."""
    made = (*files.trained, files.mentions, *files.facts, files.speech)
    yield files.step("manifest", ["extract.training.assemble"], made, [files.at.model / MANIFEST])
    yield files.step("score", (), [files.test, *made], [files.at.build / "scores.json"], always=True)
    yield files.step("check", (), made, (), always=True)


def run(chosen: Sequence[Step], build: Path, tell: Callable[[str], None]) -> int:
    """Run those steps that are not done, in order, and tell of each; how many were run. JejakError where one fails."""
    stamps = Stamps(build / "steps")
    count = 0
    for step in chosen:
        made_from = _made_from(step)
        if not step.always and stamps.holds(step.name, made_from, step.makes):
            tell(f"{step.name}: done before, from the same inputs")
            continue
        tell(f"{step.name} …")
        stamps.forget(step.name)
        before = _seconds()
        environment = os.environ | _ENVIRONMENT | {"PROSE": str(step.prose)}
        command = [sys.executable, "-m", step.module, *map(str, step.arguments)]
        result = subprocess.run(command, check=False, env=environment)
        if result.returncode:
            raise JejakError(
                f"the step ended with status {result.returncode}; its messages stand above.",
                where=step.name,
                remedy="Run the recipe again: it goes on with this step.",
            )
        missing = [str(path) for path in step.makes if not path.exists()]
        if missing:
            raise JejakError(f"the step did not make {', '.join(missing)}.", where=step.name)
        stamps.write(step.name, made_from, step.makes, _seconds() - before)
        count += 1
    return count


def _made_from(step: Step) -> str:
    written = "\0".join(map(str, step.arguments))
    return f"{digest([*code(*step.code), *step.reads])} {written}"


def _seconds() -> float:
    """The processor's time that finished steps have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
