"""Protégé 5.6.5 itself on a screen of its own, worked by hands within its Java machine."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import ROOT

_FOLDER = ROOT / ".ci/protege-desktop"
_CLASSES = (
    "guava logback-classic logback-core slf4j-api org.apache.felix.main maven-artifact protege-launcher"
)
_OFFLINE = tuple(
    f"-D{kind}.proxy{part}" for kind in ("http", "https") for part in ("Host=127.0.0.1", "Port=9")
)
"""Neither imports nor news about plugins are looked for on the network."""
_OPENS = (
    "--add-opens=java.desktop/sun.swing=ALL-UNNAMED",
    "--add-exports=java.xml/com.sun.org.apache.xml.internal.serialize=ALL-UNNAMED",
)
SCREEN = (1440, 900)
_DIALOG = (280, 101, 872, 712)


class Desktop:
    """A running Protégé; ``do`` gives it one job, as ``Hands.java`` lists them, and waits until it is done."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def do(self, *job: object) -> str:
        """The answer to a job; raises RuntimeError when it cannot be done."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("\t".join(map(str, job)) + "\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.startswith("hands\t"):
                _, state, answer = line.rstrip("\n").split("\t", 2)
                if state == "done":
                    return answer.replace("\\n", "\n")
                raise RuntimeError(f"{' '.join(map(str, job))}: {answer}")
        raise RuntimeError("Protégé has ended")

    def all(self, *jobs: tuple[object, ...]) -> None:
        """Do one job after the other."""
        for job in jobs:
            self.do(*job)


def assemble() -> Path:
    """The folder of Protégé, put together from Maven Central when it is not there yet."""
    made = _FOLDER / "target"
    if not (made / "hands.jar").exists():
        goal = ["mvn", "-q", "-B", "-f", str(_FOLDER / "pom.xml"), "package"]
        subprocess.run(goal, check=True)
    return made / "protege"


@contextmanager
def screen() -> Iterator[str]:
    """The name of a new X display with a window manager, without which dialogs get no keys."""
    reading, writing = os.pipe()
    size = "x".join(map(str, SCREEN)) + "x24"
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, pass_fds=[writing], **quiet) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            name = f":{told.readline().strip()}"
        environment = {**os.environ, "DISPLAY": name}
        with subprocess.Popen(["openbox"], env=environment, **quiet) as manager:
            try:
                yield name
            finally:
                manager.terminate()
                server.terminate()


@contextmanager
def protege(display: str, file: Path, home: Path) -> Iterator[Desktop]:
    """Protégé with a file open, its window as large as the screen; its settings are kept in ``home``."""
    home.mkdir(parents=True, exist_ok=True)
    command = [
        *("java", f"-javaagent:{_FOLDER / 'target/hands.jar'}", "-Xmx1500M", "-Xss16M", *_OPENS, *_OFFLINE),
        *("-DentityExpansionLimit=100000000", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"),
        *(f"-Duser.home={home}", f"-Djava.util.prefs.userRoot={home}"),
        "-Dlogback.configurationFile=conf/logback.xml",
        *("-classpath", ":".join(f"bundles/{name}.jar" for name in _CLASSES.split())),
        *("org.protege.osgi.framework.Launcher", str(file)),
    ]
    with subprocess.Popen(
        command,
        cwd=assemble(),
        env={**os.environ, "DISPLAY": display},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    ) as process:
        desktop = Desktop(process)
        try:
            desktop.all(("window", file.name), ("size", file.name, *SCREEN))
            yield desktop
        except (AssertionError, RuntimeError):
            seen = Path(tempfile.gettempdir()) / "protege-failed.png"
            desktop.do("picture", seen)
            print(f"what stood on the screen: {seen}", file=sys.stderr)
            raise
        finally:
            process.terminate()
            time.sleep(0.5)
            process.kill()


def settings(desktop: Desktop, languages: str = "zh, en, !", pictures: Path | None = None) -> None:
    """Names in these languages, new terms in the namespace of the project: as examples/protege.md says."""
    taken = (
        [("picture", pictures / f"protege-{name}.png", *_DIALOG) for name in ("languages", "new-entities")]
        if pictures
        else [(), ()]
    )
    jobs: list[tuple[object, ...]] = [
        ("menu", "View > Custom rendering..."),
        ("button", "Configure..."),
        ("field", 0),
        ("paste", languages),
        taken[0],
        ("close", "OK"),
        ("tab", "New entities"),
        ("button", "Specified IRI:"),
        ("field", 0),
        ("paste", "https://w3id.org/genfilm/ns/"),
        ("button", "/"),
        taken[1],
        ("close", "OK"),
    ]
    desktop.all(*filter(None, jobs))
