"""Import of what an editor saved: nothing lost, nothing invented, nothing placed by a guess."""

from __future__ import annotations

import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from genfilm.cli.main import main
from genfilm.dataset import change
from genfilm.dataset.placing import Placement, place
from genfilm.dataset.reading import read
from genfilm.errors import SourceFault
from genfilm.vocabulary import GF, ONTOLOGY, PREFIXES
from tests import ROOT

from .protege import protege

HEAD = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("film", "gf", "owl", "rdfs", "skos"))


def placed(root: Path, tmp_path: Path, text: str, name: str = "given.ttl") -> Placement:
    path = tmp_path / name
    path.write_text(HEAD + text if name.endswith(".ttl") else text, "utf-8")
    return place(root, [(name, read(path)[0])])


@pytest.mark.parametrize(
    "file",
    [
        "ontology/works.ttl",
        "ontology/actors.ttl",  # a list of disjoint classes
        "ontology/effects.ttl",  # an inverse of a property of another file
        "ontology/external/external.ttl",  # a data property without domain and range
        "kg/sources/daily-jagran-2025/claims.ttl",  # decimals
    ],
)
def test_all_five_formats_that_protege_saves_come_back_as_they_were(sources: Path, tmp_path: Path, file: str):
    catalogue = ROOT / "ontology/catalog-v001.xml"
    shutil.copy(catalogue, sources / "ontology")
    formats = ("turtle", "rdfxml", "owlxml", "functional", "manchester")
    jobs = [("save", tmp_path / f"saved.{name}", name) for name in formats]
    protege()(("open", sources / file, sources / "ontology/catalog-v001.xml"), *jobs)
    for name in formats:
        found = place(sources, [(name, read(tmp_path / f"saved.{name}")[0])])
        assert (found.faults, found.texts(), found.corrections) == ([], {}, {}), name


def test_an_edit_goes_to_the_file_of_its_subject_and_the_rest_stays(sources: Path, tmp_path: Path):
    text = (sources / "ontology/works.ttl").read_text("utf-8")
    found = placed(sources, tmp_path, text.replace('"animated film"@en', '"cartoon film"@en'))
    ((path, gone, new),) = found.changes()
    assert path == Path("ontology/works.ttl")
    assert [str(t.object.value) for (t,) in gone] == ["animated film"]
    assert [str(t.object.value) for (t,) in new] == ["cartoon film"]


def test_a_statement_without_a_document_goes_to_the_file_that_describes_its_subject(
    sources: Path, tmp_path: Path
):
    found = placed(sources, tmp_path, 'film:avatar skos:altLabel "Avatar 1"@en .')
    assert {str(path): text.count('"Avatar 1"@en') for path, text in found.texts().items()} == {
        "kg/entities/works.ttl": 1
    }


def test_names_that_protege_gives_by_default_are_corrected(sources: Path, tmp_path: Path):
    given = (
        f"<{ONTOLOGY}/works> a owl:Ontology .\n<{ONTOLOGY}#Festival> a owl:Class ; rdfs:isDefinedBy <{ONTOLOGY}/works> .\n"
        f'<{ONTOLOGY}/works#OWLClass_1a2b3c4d_5e> a owl:Class ; rdfs:label "film prize"@en ; '
        f"rdfs:subClassOf <{ONTOLOGY}#Festival> ; rdfs:isDefinedBy <{ONTOLOGY}/works> .\n"
    )
    found = placed(sources, tmp_path, given)
    assert found.corrections == {
        f"{ONTOLOGY}#Festival": f"{GF}Festival",
        f"{ONTOLOGY}/works#OWLClass_1a2b3c4d_5e": f"{GF}FilmPrize",
    }
    assert "gf:FilmPrize\n    a owl:Class ;" in found.texts()[Path("ontology/works.ttl")]
    assert "rdfs:subClassOf gf:Festival ;" in found.texts()[Path("ontology/works.ttl")]


def test_the_ontology_that_imports_all_others_comes_back_with_what_was_added_to_it(
    sources: Path, tmp_path: Path
):
    text = (ROOT / "kg/genfilm-kg.ttl").read_text("utf-8")
    found = placed(sources, tmp_path, text + 'film:avatar skos:altLabel "Avatar 1"@en .')
    assert (found.faults, list(found.texts())) == ([], [Path("kg/entities/works.ttl")])


def test_what_has_no_place_is_a_fault_and_never_a_guess(sources: Path, tmp_path: Path):
    found = placed(sources, tmp_path, "gf:Festival a owl:Class .")
    assert [(fault.rule, fault.term, fault.file) for fault in found.faults] == [
        ("import", "gf:Festival", "given.ttl")
    ]
    assert found.texts() == {}
    assert "没有哪个文件" in found.faults[0].told("zh")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.ttl", "no Turtle"),
        ("x.rdf", "<?xml version='1.0'?><rdf:RDF"),
        ("x.owl", "Ontology(<urn:x> SubClassOf("),
    ],
)
def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path, name: str, text: str):
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(SourceFault) as caught:
        read(tmp_path / name)
    assert (caught.value.rule, caught.value.file) == ("import", str(tmp_path / name))


def test_the_command_tells_the_difference_in_words_and_writes_only_what_is_accepted(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    root = shutil.copytree(sources, tmp_path / "copy")
    works = root / "ontology/works.ttl"
    before = works.read_text("utf-8")
    saved = tmp_path / "saved.ttl"
    saved.write_text(before.replace('"动画电影"@zh', '"动画片"@zh'), "utf-8")
    monkeypatch.setenv("GENFILM_SOURCES", str(root))
    assert main(["import", str(saved), "--lang", "zh"]) == 0
    told = capsys.readouterr()
    assert '动画电影（gf:AnimatedFilm）——rdfs:label："动画电影" → "动画片"' in told.out
    assert "尚未写入；加--accept将写入1个文件" in told.err
    assert works.read_text("utf-8") == before
    assert main(["import", str(saved), "--accept"]) == 0
    assert works.read_text("utf-8") == saved.read_text("utf-8")
    assert main(["import", str(saved)]) == 0
    assert "nothing changes" in capsys.readouterr().err


def git(root: Path, *words: str) -> str:
    settings = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    return subprocess.check_output(["git", *settings, "-C", str(root), *words], text=True).strip()


@pytest.fixture
def repository(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sources in a repository of their own, named in the settings."""
    root = shutil.copytree(sources, tmp_path / "repository")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ann")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ann@example.org")
    monkeypatch.setenv("GENFILM_SOURCES", str(root))
    git(root, "init", "--quiet")
    (root / ".gitignore").write_text(".genfilm-*\n", "utf-8")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "all")
    return Path(root)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "saved.ttl"
    path.write_text(HEAD + 'film:avatar skos:altLabel "Avatar 1"@en .', "utf-8")
    return path


WORKS = "kg/entities/works.ttl"


def test_an_author_without_an_address_is_refused_before_anything_is_written(
    repository: Path, saved: Path, capsys: pytest.CaptureFixture[str]
):
    before = (repository / WORKS).read_text("utf-8")
    for who in ("Ann", "Ann <ann>", "<ann@example.org>", "Ann <a@b> x"):
        assert main(["import", str(saved), "--commit", "why", "--who", who]) == 1
        assert "is no author with an address" in capsys.readouterr().err
    assert (repository / WORKS).read_text("utf-8") == before
    assert main(["import", str(saved), "--commit", "why", "--who", "Bo Li <bo@example.org>"]) == 0
    assert git(repository, "log", "-1", "--format=%an|%ae|%s") == "Bo Li|bo@example.org|why"


def test_an_edit_of_another_hand_is_not_swept_into_the_commit(
    repository: Path, saved: Path, capsys: pytest.CaptureFixture[str]
):
    works = repository / WORKS
    edited = works.read_text("utf-8").replace('"Avatar"@en', '"AVATAR"@en')
    works.write_text(edited, "utf-8")
    assert main(["import", str(saved), "--commit", "why", "--lang", "zh"]) == 1
    assert f"{WORKS}: 该文件有尚未提交的改动" in capsys.readouterr().err
    assert works.read_text("utf-8") == edited
    assert git(repository, "log", "--format=%s") == "all"


def test_what_git_refuses_is_told_and_not_written(
    repository: Path, saved: Path, capsys: pytest.CaptureFixture[str]
):
    hook = repository / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not on a Monday >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    assert main(["import", str(saved), "--commit", "why"]) == 1
    assert "git refuses the commit: not on a Monday" in capsys.readouterr().err
    assert git(repository, "status", "--porcelain") == "", "the files are as they were, nothing is staged"
    hook.unlink()
    assert main(["import", str(saved), "--commit", "why"]) == 0


def test_a_new_file_comes_with_the_documents_that_list_it_in_one_change(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (repository / "kg/sources/ann-2026").mkdir()
    claim = tmp_path / "claim.ttl"
    claim.write_text(HEAD + "<https://w3id.org/genfilm/id/claim/ann-2026/C01> a gf:SourceClaim .", "utf-8")
    changes = []
    finish = change._finish
    monkeypatch.setattr(
        change, "_finish", lambda root: changes.append((root / change.JOURNAL).is_dir()) or finish(root)
    )
    assert main(["import", str(claim), "--commit", "why"]) == 0
    assert changes.count(True) == 1
    listed = {"kg/sources/ann-2026/claims.ttl", "kg/genfilm-kg.ttl", "kg/catalog-v001.xml"}
    assert set(git(repository, "show", "--name-only", "--format=", "HEAD").splitlines()) == listed
    assert "ann-2026/claims.ttl" in (repository / "kg/catalog-v001.xml").read_text("utf-8")
    assert main(["fmt", "--check"]) == 0


def test_the_later_of_two_imports_reads_what_the_earlier_wrote(repository: Path, saved: Path):
    """The command waits with reading, not only with writing."""
    works = repository / WORKS
    edited = works.read_text("utf-8").replace('"Avatar"@en', '"AVATAR"@en')
    later = threading.Thread(target=main, args=(["import", str(saved), "--accept"],))
    with change.changing(repository) as write:
        later.start()
        later.join(3)
        assert later.is_alive()
        write({Path(WORKS): edited})
    later.join()
    text = works.read_text("utf-8")
    assert '"Avatar 1"@en' in text
    assert '"AVATAR"@en' in text


def test_what_was_added_to_the_ontology_that_imports_all_others_goes_where_its_subject_is_described(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    for folder in ("ontology", "kg"):
        shutil.copytree(sources / folder, tmp_path / folder)
    monkeypatch.setenv("GENFILM_SOURCES", str(tmp_path))
    ontology, graph = tmp_path / "ontology/genfilm.ttl", tmp_path / "kg/genfilm-kg.ttl"
    before = {path: path.read_text("utf-8") for path in tmp_path.rglob("*.ttl")}

    def add(path: Path, *statements: str) -> None:
        lines = (
            f"<{PREFIXES.expand(name)}> {rest} ." for name, _, rest in (s.partition(" ") for s in statements)
        )
        path.write_text("\n".join([HEAD, path.read_text("utf-8"), *lines]), "utf-8")

    add(ontology, "gf:AnimatedFilm a owl:Class ; owl:deprecated true")
    add(graph, "film:avatar skos:altLabel 'Avatar 1'@en")
    assert main(["fmt"]) == 0
    after = {path: path.read_text("utf-8") for path in tmp_path.rglob("*.ttl")}
    changed = {str(path.relative_to(tmp_path)) for path in after if after[path] != before[path]}
    assert changed == {"ontology/works.ttl", "kg/entities/works.ttl"}
    works = after[tmp_path / "ontology/works.ttl"].splitlines()
    assert set(works) - set(before[tmp_path / "ontology/works.ttl"].splitlines()) == {
        "    owl:deprecated true ;"
    }
    assert '"Avatar 1"@en' in after[tmp_path / "kg/entities/works.ttl"]
    add(graph, "gf:Nowhere a owl:Class")
    capsys.readouterr()
    assert main(["fmt", "--lang", "en"]) == 1
    assert "kg/genfilm-kg.ttl: gf:Nowhere: no file" in capsys.readouterr().err
    assert "gf:Nowhere" in graph.read_text("utf-8")
