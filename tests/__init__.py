"""The test suite, whose folders mirror the packages of the project."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
