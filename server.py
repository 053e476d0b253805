"""Starts the service: builds the graph when there is none or the sources are newer, then serves it."""

import sys

from genfilm.cli.main import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
