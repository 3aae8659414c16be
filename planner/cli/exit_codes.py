"""What the command answers to the shell. See the table in README.md."""

DONE = 0
VIOLATIONS = 1
WRONG_INPUT = 2
NO_PLAN = 3
OUT_OF_TIME = 4
INTERNAL_ERROR = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130  # 128 + SIGINT, as shells do
BROKEN_PIPE = 141  # 128 + SIGPIPE
