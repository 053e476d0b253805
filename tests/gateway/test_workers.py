"""Workers without a server: they end with the main process, whatever its id."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests import ROOT

_WORKER = """
import multiprocessing, os
from genfilm import serve

def work():
    if {orphaned}:
        os.getppid = lambda: 0
    serve._end_with_main()

worker = multiprocessing.get_context("fork").Process(target=work)
worker.start()
worker.join()
print(os.getpid(), worker.exitcode)
"""


@pytest.mark.parametrize(("orphaned", "status"), [(False, 0), (True, 1)])
def test_a_worker_stays_while_main_lives_even_when_main_is_the_first_process_of_a_container(
    orphaned: bool, status: int
):
    alone = ["unshare", "-pf"] if os.geteuid() == 0 and shutil.which("unshare") else []
    command = [*alone, sys.executable, "-c", _WORKER.format(orphaned=orphaned)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    main, exit_code = map(int, done.stdout.split())
    assert (main == 1) == bool(alone)
    assert exit_code == status
