"""Protégé without its window: the OWL API that Protégé 5.6.5 carries opens, edits and saves files."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from tests import ROOT
from tests.programs import need

Protege = Callable[..., str]
_FOLDER = ROOT / ".ci" / "protege"


def protege() -> Protege:
    """Runs jobs of ``.ci/protege``, each a tuple such as ``("open", file, catalogue)``; returns what is printed."""
    mvn = need("mvn")
    java = need("java")
    goals = ["compile", "dependency:build-classpath", "-Dmdep.outputFile=target/classpath"]
    subprocess.run([mvn, "-q", "-f", str(_FOLDER / "pom.xml"), *goals], check=True, capture_output=True)
    target = _FOLDER / "target"
    classes = f"{target / 'classes'}:{(target / 'classpath').read_text('utf-8')}"

    def run(*jobs: tuple[str | Path, ...]) -> str:
        lines = "\n".join("\t".join(map(str, job)) for job in jobs)
        command = [java, "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", "-cp", classes, "genfilm.Save"]
        done = subprocess.run(command, input=lines.encode(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        return done.stdout.decode()

    return run
