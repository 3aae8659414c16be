"""`python -m planner`, the same as `planner`."""

import sys

from planner.cli import command

sys.exit(command())
