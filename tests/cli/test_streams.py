"""Whatever files, terminals and streams are like, the command says so in a line, never in a trace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ..dataset.conftest import ROOT
from .conftest import Run, on_a_terminal

QUERY = "SELECT (1 AS ?x) {}"
CAFE = "SELECT ('caf\u00e9' AS ?x) {}"


def in_shell(home: Path, line: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GENFILM_")}
    environ |= {"PYTHONPATH": str(ROOT), "GENFILM_HOME": str(home), "LC_ALL": "C.UTF-8", **settings}
    command = line.replace("GENFILM", f"{sys.executable} -m genfilm.cli.main")
    done = subprocess.run(["sh", "-c", command], env=environ, capture_output=True, timeout=60, check=False)
    assert b"Traceback" not in done.stderr, done.stderr
    assert b"Exception ignored" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bom.rq", b"\xef\xbb\xbf" + QUERY.encode()),
        ("utf-16.rq", QUERY.encode("utf-16")),
        ("utf-16.sparql", b"\xfe\xff" + QUERY.encode("utf-16-be")),
        ("Q.RQ", QUERY.encode()),
        ("query.sparql", QUERY.encode() + b"\r\n# end\r\n"),
        ("no ending.", QUERY.encode()),
    ],
)
def test_a_query_file_is_read_as_it_may_be(asked: Run, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = asked("query", str(tmp_path / name), "--format", "csv")
    assert (done.returncode, done.stdout) == (0, "x\n1\n"), done.stderr


def test_a_query_may_be_given_itself_or_by_standard_input_with_a_mark(asked: Run) -> None:
    assert asked("query", QUERY, "--format", "csv").stdout == "x\n1\n"
    assert asked("query", "-", "--format", "csv", stdin="\ufeff" + QUERY).stdout == "x\n1\n"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("q.sparql", "no file q.sparql"),
        ("Q.RQ", "no file Q.RQ"),
        ("surely/absent/q", "no file surely/absent/q"),
        ("queries/competency/disputed-claim.rq", "disputed-claims.rq"),
        ("queries", "queries is a folder"),
        ("./queries/competency", "folder. Name a file in it: agreements-between-sources.rq"),
        ("pyproject.toml/q.rq", "no file pyproject.toml/q.rq"),
        ("Makefile", "write ./Makefile"),
        ("disputed-claim", "disputed-claims"),
    ],
)
def test_what_is_no_query_file_is_named_as_such(
    asked: Run, monkeypatch: pytest.MonkeyPatch, name: str, says: str
) -> None:
    monkeypatch.chdir(ROOT)
    done = asked("query", name)
    assert done.returncode == 1
    assert says in done.stderr


def test_a_file_in_another_encoding_is_told_with_its_byte(asked: Run, tmp_path: Path) -> None:
    path = tmp_path / "latin.rq"
    path.write_bytes(CAFE.encode("latin-1"))
    done = asked("query", str(path))
    assert done.returncode == 1
    assert f"{path} is not UTF-8: byte 12 (0xE9)" in done.stderr
    told = asked("query", str(path), LC_ALL="zh_CN.UTF-8")
    assert "另存为UTF-8" in told.stderr


@pytest.mark.parametrize(
    "command", ["claims --format csv", "query disputed-claims", "entity film:avatar", "queries"]
)
def test_a_full_disk_is_told_in_a_line(home: Path, real_build, command: str) -> None:
    done = in_shell(home, f"GENFILM {command} > /dev/full")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "genfilm: the output cannot be written: No space left on device."
    ]


def test_a_closed_output_is_told_in_a_line_and_takes_no_number_of_a_file(home: Path, real_build) -> None:
    done = in_shell(home, "GENFILM queries >&-")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "genfilm: the output cannot be written: Bad file descriptor."
    ]
    assert in_shell(home, "GENFILM query - <&-").returncode == 1
    assert in_shell(home, "GENFILM query nothing 2>&-").returncode == 1


def test_a_pipe_gets_utf_8_whatever_the_locale_is(home: Path, real_build) -> None:
    for locale in ("C", "POSIX", "en_US.ISO-8859-1"):
        done = in_shell(home, "GENFILM entity film:double-world --format json", LC_ALL=locale, PYTHONUTF8="0")
        assert done.returncode == 0
        assert "征途" in done.stdout.decode("utf-8")
    for lang in ("en", "zh"):  # nor can standard error write Chinese, so it says so in English
        line = f"GENFILM entity film:double-world --format json --lang {lang}"
        done = in_shell(home, line, PYTHONIOENCODING="ascii")
        assert done.returncode == 1
        assert done.stderr.decode().startswith("genfilm: the output cannot be written in ascii.")


def test_a_terminal_shows_marks_for_what_it_cannot(home: Path, real_build) -> None:
    plain = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    code, shown = on_a_terminal("entity", "film:double-world", "--lang", "zh", home=home, **plain)
    assert code == 0
    assert "??" in shown
    assert "Traceback" not in shown


def test_an_argument_that_is_no_text_is_told(home: Path, real_build) -> None:
    done = in_shell(home, r"""GENFILM entity "$(printf 'caf\351')" """)
    assert done.returncode == 1
    assert b"is not UTF-8" in done.stderr


def test_a_file_that_cannot_be_written_is_named(asked: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = asked("export", "--format", "turtle", "--out", str(tmp_path / "file" / "below"))
    assert done.returncode == 1
    assert str(tmp_path / "file") in done.stderr
