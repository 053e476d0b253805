"""The command line as ``python -m genfilm``, for where no ``genfilm`` is on the path."""

import sys

from genfilm.cli.main import main

sys.exit(main())
