"""``genfilm`` as a process: what it prints, what it refuses, and with which exit code it ends."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import genfilm as package

from ..dataset.conftest import PROJECT, ROOT, copy_project
from .conftest import Run, run_command

QUESTION = "technologies-of-a-work"
FILM, TECH = "https://w3id.org/genfilm/id/film/", "https://w3id.org/genfilm/id/tech/"


def test_the_version_is_that_of_the_package(genfilm: Run):
    done = genfilm("--version")
    assert (done.returncode, done.stdout) == (0, f"genfilm {package.__version__}\n")


def test_the_package_is_the_command_line(genfilm: Run):
    command = [sys.executable, "-m", "genfilm", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == genfilm("--version").stdout


def test_the_help_names_every_command(genfilm: Run):
    done = genfilm("--help")
    assert done.returncode == 0
    for name in ("serve", "build", "check", "fmt", "query"):
        assert f"\n    {name} " in done.stdout


@pytest.mark.parametrize(
    "arguments", [(), ("bild",), ("query",), ("serve", "--port", "abc"), ("build", "--jave")]
)
def test_a_wrong_usage_ends_with_2_and_shows_the_usage(genfilm: Run, arguments: tuple[str, ...]):
    done = genfilm(*arguments)
    assert done.returncode == 2
    assert "usage: genfilm" in done.stderr


def test_build_prints_the_directory_and_the_steps(built):
    _, home, done = built
    assert done.returncode == 0, done.stderr
    directory = Path(done.stdout.strip())
    assert directory.parent == home
    assert directory.name.startswith(json.loads((directory / "manifest.json").read_text("utf-8"))["id"][:12])
    assert "✓ validate" in done.stderr
    assert (home / "current").read_text().strip() == directory.name


def test_a_build_with_faults_ends_with_1_and_tells_them(built, tmp_path: Path):
    sources = copy_project(tmp_path / "project")
    (sources / "kg/entities/things.ttl").write_text("film:alpha a gf:Film .", "utf-8")
    home = Path(shutil.copytree(built[1], tmp_path / "home"))
    before = (home / "current").read_bytes()
    done = run_command("build", "--no-java", sources=sources, home=home)
    assert (done.returncode, done.stdout) == (1, "")
    assert "genfilm: 1 fault in the sources:\n  kg/entities/things.ttl:1: " in done.stderr
    assert "→ Mend the Turtle" in done.stderr
    assert (home / "current").read_bytes() == before


def test_a_named_question_is_answered_as_csv_when_piped(genfilm: Run):
    done = genfilm("query", QUESTION)
    assert (done.returncode, done.stderr) == (0, "")
    rows = done.stdout.splitlines()
    assert rows[0] == "technology,claim"
    assert [row.split(",")[0].removeprefix(TECH) for row in rows[1:]] == ["snow", "voice", "ageing", "ageing"]


def test_a_parameter_chooses_another_answer(genfilm: Run):
    done = genfilm("query", QUESTION, "work=series:beta", "--format", "json")
    (row,) = json.loads(done.stdout)["results"]["bindings"]
    assert row["technology"]["value"] == f"{TECH}snow"


def test_sparql_from_standard_input_is_answered(genfilm: Run):
    done = genfilm("query", "-", "--format", "tsv", stdin="SELECT ?f { ?f a gf:Film }")
    assert (done.returncode, done.stdout) == (0, f"?f\n<{FILM}alpha>\n")


def test_sparql_from_a_file_is_answered(genfilm: Run, tmp_path: Path):
    (tmp_path / "mine.rq").write_text("ASK { film:alpha a gf:Film }", "utf-8")
    done = genfilm("query", str(tmp_path / "mine.rq"), "--format", "json")
    assert json.loads(done.stdout) == {"head": {}, "boolean": True}


def test_a_graph_is_written_as_turtle_with_prefixes(genfilm: Run):
    done = genfilm("query", "-", stdin="CONSTRUCT { ?f a gf:Film } WHERE { ?f a gf:Film }")
    assert done.stdout.endswith("film:alpha a gf:Film .\n")
    assert "@prefix film: <https://w3id.org/genfilm/id/film/> ." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (("query", "technologies-of-the-work"), "", f"Did you mean {QUESTION}?"),
        (("query", "zzz"), "", f"There are: {QUESTION}."),
        (("query", QUESTION, "film=film:alpha"), "", "Its parameters are: work."),
        (("query", QUESTION, "film:alpha"), "", "'film:alpha' is not NAME=VALUE"),
        (("query", QUESTION, "work=a b"), "", "is called 'a b'"),
        (("query", QUESTION, "--format", "docx"), "", "There are: json, xml, csv, tsv."),
        (("query", "-"), "SELECT * {\n  ?s ?p\n}", "3"),
        (("query", "-"), "SELECT * { SERVICE <http://a.example/> {} }", "does not call other services"),
        (
            ("query", "-", "--connect", "http://127.0.0.1:9/"),
            "ASK {}",
            "http://127.0.0.1:9/sparql did not answer",
        ),
        (("query", "-"), b"ASK { ?s ?p '\xff' }", "UTF-8"),
        (("query", "missing.rq"), "", "missing.rq"),
        (("fmt", "missing.ttl"), "", "missing.ttl"),
    ],
)
def test_what_cannot_be_answered_ends_with_1_and_says_why(genfilm: Run, arguments, stdin, says: str):
    done = genfilm(*arguments, stdin=stdin)
    assert (done.returncode, done.stdout) == (1, "")
    assert says in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("GENFILM_FOO", "1", "unknown setting GENFILM_FOO."),
        ("GENFILM_PROT", "8001", "Did you mean GENFILM_PORT?"),
        ("GENFILM_PORT", "abc", "GENFILM_PORT='abc' is not a whole number. Default: 8000"),
        ("GENFILM_PORT", "70000", "GENFILM_PORT=70000 is too large: at most 65535 is allowed"),
        ("GENFILM_QUERY_TIMEOUT", "0", "too small"),
    ],
)
@pytest.mark.parametrize(
    "arguments", [("serve",), ("build",), ("query", "x"), ("check",), ("fmt", "--check")]
)
def test_a_bad_setting_ends_every_command_with_2_before_it_does_anything(
    genfilm: Run, arguments, name, value, says
):
    if name != "GENFILM_FOO" and arguments != ("serve",):
        arguments = ("query", "x")
    done = genfilm(*arguments, **{name: value})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("genfilm: ")
    assert says in done.stderr


def test_fmt_check_names_the_files_that_are_not_in_style_and_changes_nothing(genfilm: Run):
    files = sorted(str(path) for path in PROJECT.rglob("*.ttl"))
    before = [Path(file).read_bytes() for file in files]
    done = genfilm("fmt", "--check", *files)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [f"{file}: not in style" for file in files]
    assert done.stderr == f"{len(files)} files, {len(files)} would change, 0 with faults\n"
    assert [Path(file).read_bytes() for file in files] == before


def test_fmt_writes_the_style_and_then_has_nothing_to_do(genfilm: Run, tmp_path: Path):
    path = Path(shutil.copy(PROJECT / "kg/entities/things.ttl", tmp_path))
    done = genfilm("fmt", str(path))
    assert (done.returncode, done.stdout) == (0, f"{path}: formatted\n")
    done = genfilm("fmt", "--check", str(path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "1 file, 0 would change, 0 with faults\n")


def test_fmt_leaves_a_file_with_a_fault_alone_and_goes_on(genfilm: Run, tmp_path: Path):
    (tmp_path / "a.ttl").write_text("no Turtle", "utf-8")
    good = Path(shutil.copy(PROJECT / "kg/entities/things.ttl", tmp_path / "b.ttl"))
    done = genfilm("fmt", str(tmp_path / "a.ttl"), str(good))
    assert done.returncode == 1
    assert (tmp_path / "a.ttl").read_text("utf-8") == "no Turtle"
    assert f"{tmp_path / 'a.ttl'}:1: " in done.stderr
    assert done.stdout == f"{good}: formatted\n"


def test_check_asks_every_question_and_counts_the_terms_that_none_uses(genfilm: Run):
    done = genfilm("check")
    assert done.returncode == 0
    assert done.stdout.startswith(f"✓ {QUESTION}\n")
    assert "1 question, 0 broken promises" in done.stdout
    assert "gf:Evidence" in done.stdout.splitlines()[-1]
    assert "gf:usesTechnology" not in done.stdout


def test_check_ends_with_1_when_a_promise_is_broken(built, tmp_path: Path):
    sources = copy_project(tmp_path / "project")
    path = sources / f"queries/competency/{QUESTION}.rq"
    path.write_text(
        path.read_text("utf-8").replace("rows: 4", "rows: 5").replace("tech:snow", "tech:rain"), "utf-8"
    )
    run_command("build", "--no-java", sources=sources, home=tmp_path / "home")
    done = run_command("check", sources=sources, home=tmp_path / "home")
    assert done.returncode == 1
    assert (
        f"✗ {QUESTION}\n    4 rows, promised 5\n    no row with {{'technology': 'tech:rain'}}\n"
        in done.stdout
    )


def test_build_tells_its_steps_in_chinese(built, tmp_path: Path):
    done = run_command("build", "--no-java", "--lang", "zh", sources=built[0], home=tmp_path / "home")
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    assert [line.split()[1] for line in lines] == ["载入", "派生", "推理", "描述", "校验", "写出"]
    assert "无Java，未检查一致性" in lines[2]
    assert lines[4].endswith("形状与检查均通过，每个问题都有答案")
    assert f"构建{Path(done.stdout.strip()).name[:12]}，" in lines[5]


def test_faults_are_counted_in_chinese_and_told_as_they_are(built, tmp_path: Path):
    sources = copy_project(tmp_path / "project")
    home = Path(shutil.copytree(built[1], tmp_path / "home"))
    (sources / "kg/entities/things.ttl").write_text("film:alpha a gf:Film .", "utf-8")
    done = run_command("build", "--no-java", "--lang", "zh", sources=sources, home=home)
    assert (done.returncode, done.stdout) == (1, "")
    assert "genfilm: 源文件有1处错误：\n  kg/entities/things.ttl:1: " in done.stderr
    done = run_command(
        "query", "-", "--lang=zh", sources=sources, home=home, stdin="ASK { film:alpha a gf:Film }"
    )
    assert "true" in done.stdout
    assert "源文件有1处错误：" in done.stderr
    assert f"仍使用上一个完好的构建{(home / 'current').read_text()[:12]}" in done.stderr


def test_check_and_fmt_sum_up_in_chinese(genfilm: Run, tmp_path: Path):
    done = genfilm("check", "--lang", "zh")
    assert done.stdout.startswith(f"✓ {QUESTION}\n")
    assert "\n1个问题，0处承诺未兑现\n本体有" in done.stdout
    assert "个没有问题用到：\n  gf:" in done.stdout
    path = Path(shutil.copy(PROJECT / "kg/entities/things.ttl", tmp_path))
    done = genfilm("fmt", "--check", str(path), GENFILM_LANG="zh")
    assert (done.returncode, done.stdout) == (1, f"{path}：格式不合\n")
    assert done.stderr == "共1个文件，1个需改动，0个有误\n"
    done = genfilm("fmt", str(path), LC_ALL="zh_CN.UTF-8")
    assert (done.stdout, done.stderr) == (f"{path}：已统一格式\n", "共1个文件，1个已改动，0个有误\n")


def test_a_taken_port_is_named_with_its_holder(genfilm: Run):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        done = genfilm("serve", "--port", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in done.stderr
    if sys.platform == "linux":
        assert f"(held by process {os.getpid()}, " in done.stderr
    assert "GENFILM_PORT" in done.stderr


def test_an_address_of_another_machine_cannot_be_listened_on(genfilm: Run):
    with socket.create_server(("127.0.0.1", 0)) as bystander:
        port = bystander.getsockname()[1]
        done = genfilm("serve", "--host", "192.0.2.1", "--port", str(port))
    assert done.returncode == 1
    assert f"cannot listen on 192.0.2.1:{port}" in done.stderr
    assert "held by" not in done.stderr


def test_an_unknown_host_name_is_an_error_not_a_crash(genfilm: Run):
    done = genfilm("serve", "--host", "no-such-host.invalid")
    assert done.returncode == 1
    assert "no-such-host.invalid" in done.stderr


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_port_given_as_an_option_has_the_same_bounds(genfilm: Run, port: str):
    done = genfilm("serve", f"--port={port}")
    assert done.returncode == 2
    assert f"GENFILM_PORT={port} is too" in done.stderr


def test_neither_build_nor_sources_ends_with_1(tmp_path: Path):
    done = run_command("query", "-", sources=tmp_path / "none", home=tmp_path / "home", stdin="ASK {}")
    assert done.returncode == 1
    assert "GENFILM_SOURCES" in done.stderr


def test_the_last_good_build_answers_while_the_sources_have_faults(built, tmp_path: Path):
    sources = copy_project(tmp_path / "project")
    home = Path(shutil.copytree(built[1], tmp_path / "home"))
    (sources / "kg/entities/things.ttl").write_text("film:alpha a gf:Film .", "utf-8")
    done = run_command("query", "-", sources=sources, home=home, stdin="ASK { film:alpha a gf:Film }")
    assert (done.returncode, "true" in done.stdout) == (0, True)
    assert "kg/entities/things.ttl:1:" in done.stderr
    assert "stays in service" in done.stderr


def test_the_server_script_is_short_and_starts_the_service():
    text = (ROOT / "server.py").read_text("utf-8")
    assert len(text.splitlines()) <= 20
    done = subprocess.run(
        [sys.executable, str(ROOT / "server.py")],
        env={**os.environ, "GENFILM_PORT": "abc"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "GENFILM_PORT='abc' is not a whole number" in done.stderr
