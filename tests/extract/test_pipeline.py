"""The frame: articles in, facts out, in order, whole, and the same whatever the number of workers."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import extract.document  # noqa: F401
from extract import model_store, pipeline
from extract.article import Article
from extract.errors import DataError, InputError
from extract.facts import ArticleFacts, Entity, Fact, Mention, check, to_json
from extract.tokenizer import blank

TEXT = (
    "LEMBAH HIJAU – Camat Lembah Hijau, Drs. H. Sarwono Jatmiko, M.Si., membuka Rapat Koordinasi Netralitas di Balai "
    'Desa Sukamaju, Kamis (9/11/2023).\nMenurut Sarwono, lurah harus netral. "Jangan ikut kampanye," katanya.\n'
    "Baca juga: Bupati Melantik Lurah Baru\nLurah AJ diduga menghadiri deklarasi bakal calon bupati Rukmini Dewanti."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline.load()


def articles(count: int = 70) -> list[Article]:
    return [Article(f"a{n}", f"{TEXT}\nCatatan ke-{n} dibuat {n} warga.", published="2023-11-10") for n in range(count)]


def test_what_comes_out_passes_the_door(nlp: Language) -> None:
    facts = pipeline.read(Article("x", TEXT, published="2023-11-10"), nlp)
    assert list(check(facts)) == []
    assert facts.skip == (3,)
    assert facts.extractor.startswith("jejak/")
    named = {(entity.type, entity.name) for entity in facts.entities}
    assert ("DATE", "2023-11-09") in named
    assert any(kind == "PERSON" and name == "Sarwono Jatmiko" for kind, name in named)
    assert any(kind == "POSITION" and name == "Camat Lembah Hijau" for kind, name in named)
    skipped = range(TEXT.index("Baca juga"), TEXT.index("Lurah AJ"))
    assert not any(mention.start in skipped for mention in facts.mentions)


def test_titles_stay_with_their_person(nlp: Language) -> None:
    facts = pipeline.read(Article("x", TEXT), nlp)
    person = next(entity for entity in facts.entities if entity.name == "Sarwono Jatmiko")
    assert person.titles == ("Drs.", "H.", "M.Si.")


def test_an_office_before_initials_is_no_part_of_the_person(nlp: Language) -> None:
    facts = pipeline.read(Article("x", TEXT), nlp)
    assert {(m.type, TEXT[m.start : m.end]) for m in facts.mentions} >= {("PERSON", "AJ")}


def test_numbers_of_entities_follow_their_first_mentions(nlp: Language) -> None:
    facts = pipeline.read(Article("x", TEXT), nlp)
    seen = list(dict.fromkeys(mention.entity for mention in facts.mentions))
    assert seen == sorted(seen, key=lambda entity: int(entity[1:]))
    assert list(facts.mentions) == sorted(facts.mentions)
    assert all(a.end <= b.start for a, b in zip(facts.mentions, facts.mentions[1:], strict=False))


def test_one_article_does_not_change_another(nlp: Language) -> None:
    alone = to_json(pipeline.read(Article("x", TEXT), nlp))
    pipeline.read(Article("y", "Wali Kota Sarwono Lain menegur Camat Sukamaju, Rukmini."), nlp)
    assert to_json(pipeline.read(Article("x", TEXT), nlp)) == alone


@pytest.mark.slow
def test_workers_change_nothing_but_the_time(nlp: Language) -> None:
    given = articles(40)
    one = [to_json(item) for item in pipeline.read_all(given, nlp) if isinstance(item, ArticleFacts)]
    two = [to_json(item) for item in pipeline.read_all(iter(given), workers=2) if isinstance(item, ArticleFacts)]
    assert len(one) == len(given)
    assert one == two


def test_a_worker_ends_with_who_started_it(tmp_path: Path) -> None:
    script = tmp_path / "started.py"
    script.write_text(
        "import time\n"
        "from multiprocessing import get_context\n"
        "from extract import pipeline\n\n\n"
        "def work(pipe):\n"
        "    pipe.send('here')\n"
        "    pipeline._leave_with_parent()\n\n\n"
        "if __name__ == '__main__':\n"
        "    here, there = get_context('spawn').Pipe()\n"
        "    worker = get_context('spawn').Process(target=work, args=(there,))\n"
        "    worker.start()\n"
        "    here.recv()\n"
        "    print(worker.pid, flush=True)\n"
        "    time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        assert alive(worker)
        parent.kill()
    for _ in range(300):
        if not alive(worker):
            return
        time.sleep(0.1)
    pytest.fail("the worker waits for work for ever")


def alive(process: int) -> bool:
    """Whether a process runs; one that has ended may not have been collected yet."""
    stat = Path(f"/proc/{process}/stat")
    if not stat.parent.parent.exists():
        pytest.skip("there is no /proc to look at")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_articles_are_asked_for_as_they_are_needed(nlp: Language) -> None:
    asked = []

    def source() -> Iterator[Article]:
        for article in articles():
            asked.append(article.id)
            yield article

    next(pipeline.read_all(source(), nlp))
    assert asked == ["a0"]


def test_chunks_are_bounded_and_keep_the_order() -> None:
    given = [Article(str(n), "x" * 90_000) for n in range(7)] + [Article(f"s{n}", "kecil") for n in range(100)]
    found = list(pipeline.chunks(given))
    assert [a for chunk in found for a in chunk] == given
    assert all(sum(len(a.text) for a in chunk[:-1]) < 200_000 and len(chunk) <= 32 for chunk in found)


def test_an_article_that_breaks_a_component_is_set_aside() -> None:
    broken = blank()

    @Language.component("breaks_on_x")
    def breaks(doc: Doc) -> Doc:
        if doc.text == "x":
            raise ValueError("no such thing\nsecond line")
        return doc

    broken.add_pipe("breaks_on_x")
    found = list(pipeline.read_all([Article("1", "y"), Article("2", "x"), Article("3", "z")], broken))
    assert [isinstance(item, InputError) for item in found] == [False, True, False]
    assert isinstance(found[1], InputError)
    assert found[1].reason == "not-analysed"
    assert "\n" not in str(found[1])


def test_a_group_in_no_fact_is_left_out_and_its_number_too() -> None:
    nlp = blank()
    doc = nlp.make_doc("warga dan Sarwono")
    doc._.article = Article("x", doc.text)
    doc._.mentions = (Mention(0, 5, "e1", "GROUP"), Mention(10, 17, "e2", "PERSON"))
    doc._.entities = (Entity("e1", "GROUP", "warga"), Entity("e2", "PERSON", "Sarwono"))
    alone = pipeline.assemble(doc, "v")
    assert [(e.id, e.name) for e in alone.entities] == [("e1", "Sarwono")]
    doc._.facts = (Fact("stated", "e1", None, 0, 17),)
    both = pipeline.assemble(doc, "v")
    assert [(e.id, e.type) for e in both.entities] == [("e1", "GROUP"), ("e2", "PERSON")]
    assert both.facts[0].s == "e1"


def test_a_component_that_is_missing_stops_the_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, module in (("boilerplate", "extract.no_such_module"), ("no such component", "extract.boilerplate")):
        monkeypatch.setattr(pipeline, "COMPONENTS", (*pipeline.COMPONENTS, (name, module)))
        with pytest.raises(DataError, match=name):
            pipeline.load()
        monkeypatch.undo()


def test_a_shipped_model_that_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_store, "SHIPPED", tmp_path)
    with pytest.raises(DataError, match="no trained pipeline"):
        pipeline.load()


def test_the_components_say_what_they_need(nlp: Language) -> None:
    found = nlp.analyze_pipes(keys=["requires", "assigns"])
    given = {"doc._.article"}
    assert {name for name, problems in found["problems"].items() if set(problems) - given} == set()


def test_the_command_writes_a_line_an_article_and_counts(tmp_path: Path) -> None:
    source = tmp_path / "berita.jsonl"
    lines = [json.dumps({"id": f"n{n}", "text": TEXT}) for n in range(2)] + ["{broken"]
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    target = tmp_path / "facts.jsonl"
    run = subprocess.run(
        [sys.executable, "-m", "extract", str(source), "-o", str(target)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 3, run.stderr
    assert [json.loads(line)["id"] for line in target.read_text(encoding="utf-8").splitlines()] == ["n0", "n1"]
    assert "3 read = 2 built + 0 skipped + 1 set aside" in run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps({"id": "n", "text": TEXT}) + "\n", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "extract", str(source), "-o", str(tmp_path / "none" / "facts.jsonl")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert "cannot be written" in run.stderr
