"""A second import: what changed changes, what is not spoken of stays, and nothing takes another's place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from genfilm.catalogue.library import Library
from genfilm.editing.batch import Batch, read_batch
from genfilm.editing.layout import heading

from .conftest import AUTHOR, CLAIM, SECTION, Fill, accept
from .test_batch import ADVICE, CASE, STATISTIC, THING
from .test_broken import told

Read = Callable[[Path], Batch]
SOURCE = Path("kg/sources/lin-2025")
SECOND = CLAIM | {
    "paraphrase_en": "Generative AI changes what is created in Lin (2025).",
    "paraphrase_zh": "林一（2025）认为生成式人工智能改变创作。",
    "object": "stage:creation",
    "ask_en": "",
    "ask_zh": "",
}
"""A second claim of the same passage."""


@pytest.fixture
def read(root: Path, library: Library) -> Read:
    """Changes that a workbook makes in the copy of the sources."""
    return lambda path: read_batch(path, root, library)


def text(root: Path, file: str) -> str:
    return (root / SOURCE / file).read_text("utf-8")


def block(whole: str, name: str) -> str:
    """Text of a claim in a file."""
    return whole.partition(f"\nl25c:{name}\n")[2].partition("\n.\n")[0]


def without(path: Path, *columns: str) -> Path:
    """The same workbook after somebody deleted columns of its claims."""
    book = openpyxl.load_workbook(path)
    page = book["Claims"]
    for column in columns:
        place = next(cell.column for cell in page[1] if str(cell.value).rstrip(" *") == heading(column, "en"))
        page.delete_cols(place)
    book.save(path)
    return path


def test_a_changed_figure_changes_every_sentence_and_a_part_that_is_emptied_goes(
    fill: Fill, read: Read, root: Path
) -> None:
    accept(read(fill(statistics=[STATISTIC])), root)
    assert "came to 12,500,000" in text(root, "claims.ttl")
    accept(read(fill(statistics=[STATISTIC | {"id": "C02", "value": 13000000, "as_of": ""}])), root)
    claims = text(root, "claims.ttl")
    assert "12,500,000" not in claims + text(root, "entities.ttl")
    assert claims.count("13,000,000") == 6, "three parts in two languages"
    assert "gf:objectValue 13000000.0" in block(claims, "C02.2")
    assert "l25c:C02.4" not in claims
    assert "gf:asOf" not in claims


def test_a_case_of_another_film_names_it_everywhere_and_keeps_what_was_worded_by_hand(
    fill: Fill, read: Read, root: Path
) -> None:
    accept(read(fill(cases=[CASE | {"user": "actor:creators"}])), root)
    file = root / SOURCE / "claims.ttl"
    file.write_text(file.read_text("utf-8").replace("Avatar used artificial intelligence.", "It used AI."))
    same = CASE | {"id": "C02", "user": "actor:creators"}
    assert read(fill(cases=[same])).texts() == {}, "the sentence of a hand stays"
    accept(read(fill(cases=[same | {"who": "The Wandering Earth II"}])), root)
    claims = file.read_text("utf-8")
    parts = claims[claims.index("\nl25c:C02.1\n") :]
    assert "Avatar" not in parts + text(root, "entities.ttl")
    assert "It used AI." not in parts
    assert "《流浪地球2》使用了人工智能。" in parts


def test_an_enumeration_that_loses_one_loses_its_part_and_the_others_keep_their_identifiers(
    fill: Fill, read: Read, root: Path
) -> None:
    accept(read(fill(recommendations=[ADVICE])), root)
    assert "actor:production-companies" in block(text(root, "claims.ttl"), "C02.1")
    before = block(text(root, "claims.ttl"), "C02.2")
    accept(read(fill(recommendations=[ADVICE | {"actor": "actor:creators"}])), root)
    claims = text(root, "claims.ttl")
    assert block(claims, "C02.2") == before
    assert "C02.1" not in claims


def test_a_part_of_which_something_speaks_does_not_go_unseen(fill: Fill, read: Read, root: Path) -> None:
    accept(read(fill(recommendations=[ADVICE])), root)
    evidence = root / "kg/evidence/evidence.ttl"
    said = "<https://w3id.org/genfilm/id/evidence/x> <http://purl.org/dc/terms/references> <https://w3id.org/genfilm/id/claim/lin-2025/C02.1> .\n"
    evidence.write_text(evidence.read_text("utf-8") + said, "utf-8")
    found = told(read(fill(recommendations=[ADVICE | {"id": "C02", "actor": "actor:creators"}])))
    assert "kg/evidence/evidence.ttl speaks of it" in found["Recommendations!A2"]


def test_a_column_that_is_not_there_changes_nothing(fill: Fill, read: Read, root: Path) -> None:
    notes = {"note_en": "By hand.", "term": "AI", "polarity": "gf:Negated", "reported_from": "Lin Yi"}
    accept(read(fill(claims=[CLAIM | notes, SECOND])), root)
    lost = ("kind", "polarity", "modality", "valence", "page", "section", "paragraph", "speaker", "note_en")
    lost += ("note_zh", "term", "reported_from", "verdict", "ask_en", "ask_zh", "text", "hash", "passage")
    for names in (*((name,) for name in lost if name != "text"), lost):
        again = read(without(fill(claims=[CLAIM | notes, SECOND]), *names))
        assert [str(fault) for fault in again.faults] == [], names
        assert again.texts() == {}, names


def test_an_empty_cell_takes_out_what_it_said(fill: Fill, read: Read, root: Path) -> None:
    accept(read(fill(claims=[CLAIM | {"note_en": "By hand.", "term": "AI"}])), root)
    assert '"By hand."@en' in text(root, "claims.ttl")
    accept(read(fill(claims=[CLAIM | {"ask_en": "", "ask_zh": ""}])), root)
    assert "By hand." not in text(root, "claims.ttl")
    assert "termUsedBySource" not in text(root, "claims.ttl")
    assert text(root, "questions.tsv") == ""


def test_a_new_claim_without_the_columns_has_the_defaults(fill: Fill, read: Read) -> None:
    batch = read(without(fill(), "polarity", "modality", "valence", "speaker", "verdict"))
    assert batch.faults == []
    claims = batch.texts()[SOURCE / "claims.ttl"]
    for line in ("gf:polarity gf:Affirmed ;", "gf:modality gf:Asserted ;", "wasAttributedTo person:lin-yi ;"):
        assert line in claims


def ids(batch: Batch) -> list[str]:
    return [row["id"] for row in batch.sheets.rows["claims"]]


def test_no_identifier_is_given_twice(fill: Fill, read: Read, root: Path) -> None:
    whole = CLAIM | {"subject": "", "predicate": "", "object": "", "text": "Whole."}
    rows = [
        whole | {"id": "C1", "paraphrase_en": "One.", "paraphrase_zh": "一。", "ask_en": "", "ask_zh": ""},
        whole | {"id": "C10", "paraphrase_en": "Ten.", "paraphrase_zh": "十。", "ask_en": "", "ask_zh": ""},
        SECOND | {"part_of": "C10"},
        CLAIM | {"part_of": "C1"},
    ]
    batch = read(fill(claims=rows))
    assert ids(batch) == ["C1", "C10", "C10.1", "C1.1"]
    accept(batch, root)
    moved = SECOND | {"part_of": "C1"}
    assert ids(read(fill(claims=[*rows, moved])))[4] == "C1.2", "C10.1 is no part of C1"
    twice = read(fill(claims=[*rows, SECOND | {"part_of": "C10"}]))
    assert ids(twice)[2:] == ["C10.1", "C1.1", "C10.2"]
    assert told(twice) == {"Claims!B6": "Claims!B4 says this in the same words\n"}


@pytest.mark.parametrize(
    ("change", "cell", "message"),
    [
        ({"id": "C07.1"}, "Claims!A2", "there is no claim C07"),
        ({"id": "C01", "part_of": "C02"}, "Claims!D2", "C01 is no part of C02"),
        ({"id": "C03.1", "part_of": "C01"}, "Claims!D2", "C03.1 is no part of C01"),
        ({"part_of": "C01.1"}, "Claims!D2", "C01.1 is a part itself"),
    ],
)
def test_a_part_belongs_to_a_claim_that_is_there(
    fill: Fill, read: Read, change: Mapping[str, object], cell: str, message: str
) -> None:
    assert message in told(read(fill(claims=[CLAIM | change])))[cell]


def test_parts_of_a_typed_row_and_parts_by_hand_are_numbered_apart(
    fill: Fill, read: Read, root: Path
) -> None:
    rows = {"recommendations": [ADVICE | {"id": "C05"}], "claims": [CLAIM | {"part_of": "C05"}]}
    accept(read(fill(**rows)), root)
    claims = text(root, "claims.ttl")
    assert "gf:affectsStage" in block(claims, "C05.1")
    assert "actor:production-companies" in block(claims, "C05.2")
    assert block(claims, "C05").count("l25c:C05.") == 3
    assert read(fill(**rows)).texts() == {}
    assert read(fill(claims=[], recommendations=rows["recommendations"])).texts() == {}


def test_two_new_things_are_never_one(fill: Fill, read: Read) -> None:
    other = THING | {"label_en": "Set: photogrammetry", "label_zh": "另一种", "other_names": ""}
    found = told(read(fill(entities=[AUTHOR, THING, other])))
    assert found["New things!B4"] == (
        "this name gives the IRI tech:set-photogrammetry, which New things!B3 has already; word the English name differently\n"
    )


def test_a_copied_row_with_another_sentence_leaves_the_passage_of_the_first(
    fill: Fill, read: Read, root: Path
) -> None:
    accept(read(fill(claims=[CLAIM, SECOND])), root)
    copied = SECOND | {"passage": "s1-p2-a", "text": "Another sentence."}
    inside = read(fill(claims=[CLAIM, copied]))
    assert "Claims!P2 says otherwise of the passage s1-p2-a" in told(inside)["Claims!P3"]
    assert inside.texts() == {}, "the passage of the first row stays"
    outside = told(read(fill(claims=[copied])))
    assert "the passage s1-p2-a is also that of C01, not in this workbook" in outside["Claims!P2"]
    elsewhere = read(fill(claims=[CLAIM, SECOND | {"paragraph": 3}]))
    assert elsewhere.faults == []
    source = elsewhere.texts()[SOURCE / "source.ttl"]
    assert 'gf:paragraph "2"' in source
    assert "l25p:s1-p3-a\n" in source
    corrected = [row | {"passage": "s1-p2-a", "page": "8"} for row in (CLAIM, SECOND)]
    both = read(fill(claims=corrected))
    assert both.faults == []
    assert 'gf:page "8"' in both.texts()[SOURCE / "source.ttl"]


def test_a_passage_goes_with_the_last_claim_that_leaves_it(fill: Fill, read: Read, root: Path) -> None:
    accept(read(fill(claims=[CLAIM, SECOND])), root)
    moved = read(fill(claims=[row | {"paragraph": 3} for row in (CLAIM, SECOND)]))
    assert moved.faults == []
    source = moved.texts()[SOURCE / "source.ttl"]
    assert "l25p:s1-p3-a\n" in source
    assert "s1-p2-a" not in source


def test_a_new_line_in_a_cell_breaks_no_file(fill: Fill, read: Read, root: Path) -> None:
    asked = {"ask_en": "What changes?\nWho changes it? | Why?", "ask_zh": "什么改变？\n谁改变它？｜为何？"}
    sentence = {"paraphrase_en": "Generative AI changes\nfilm production in Lin (2025)."}
    accept(read(fill(claims=[CLAIM | asked | sentence])), root)
    assert text(root, "questions.tsv").splitlines()[1:] == [
        "C01\tWhat changes? | Who changes it? | Why?\t什么改变？ | 谁改变它？ | 为何？"
    ]
    assert '"Generative AI changes film production in Lin (2025)."@en' in text(root, "claims.ttl")
    assert read(fill(claims=[CLAIM | asked | sentence])).texts() == {}


def test_what_is_not_ticked_is_not_made_whatever_its_row_holds(fill: Fill, read: Read) -> None:
    batch = read(fill(entities=[AUTHOR, THING | {"make": "", "iri": "tech:set-photogrammetry"}]))
    assert batch.faults == []
    assert "photogrammetry" not in batch.texts()[SOURCE / "entities.ttl"]


def test_a_new_thing_takes_no_name_from_another(fill: Fill, read: Read) -> None:
    thing = THING | {"other_names": "生成式人工智能"}
    found = told(read(fill(entities=[AUTHOR, thing])))
    assert "“生成式人工智能” may be: " in found["Claims!E2"]
    assert "(tech:generative-ai)" in found["Claims!E2"]
    assert "(tech:set-photogrammetry)" in found["Claims!E2"]


@pytest.mark.parametrize("name", ["tech:generative-ai", "tech:set-photogrammetry", "片场摄影测量"])
def test_a_prefixed_or_new_name_must_be_of_the_class_too(fill: Fill, read: Read, name: str) -> None:
    found = told(read(fill(claims=[CLAIM | {"object": name}], entities=[AUTHOR, THING])))
    assert f"“{name}” is no chain stage" in found["Claims!G2"]


@pytest.mark.parametrize("kind", ["kind:scope", "gf:Recommended", "Recommended"])
def test_the_verdict_by_rule_does_not_depend_on_how_the_kind_is_written(
    fill: Fill, read: Read, kind: str
) -> None:
    column = "kind" if kind.startswith("kind") else "modality"
    batch = read(fill(claims=[CLAIM | {column: kind}]))
    verdict = "gf:SourceOnly" if column == "kind" else "gf:NotCheckable"
    assert f"gf:verdict {verdict} ;" in batch.texts()[SOURCE / "assessments.ttl"]


def test_a_thing_of_the_files_is_found_by_name_before_the_next_build(
    fill: Fill, read: Read, root: Path
) -> None:
    accept(read(fill(entities=[AUTHOR, THING])), root)
    batch = read(
        fill(
            claims=[CLAIM | {"subject": "片场扫描"}, SECOND | {"subject": "片场摄影测量"}], sections=[SECTION]
        )
    )
    assert batch.faults == []
    assert batch.texts()[SOURCE / "claims.ttl"].count("gf:hasSubject tech:set-photogrammetry ;") == 2
