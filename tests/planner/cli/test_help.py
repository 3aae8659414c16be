import pytest

from planner.cli.app import COMMANDS
from planner.messages.texts import LANGUAGES
from tests.support.command import run

NAMES = [
    *("plan", "batch", "check", "replan", "diff", "poll", "workload", "logbook", "attestation", "explain-day"),
    *("schema", "holidays"),
]


def test_one_module_per_command():
    assert [module.__name__.rsplit(".", 1)[1].replace("_", "-") for module in COMMANDS] == NAMES


@pytest.mark.parametrize(
    "command",
    [
        [],
        *([name] for name in NAMES),
        ["holidays", "import"],
        ["workload", "calibrate"],
        *(["poll", each] for each in ("open", "close")),
    ],
    ids=" ".join,
)
def test_help_speaks_both_languages_and_no_third(capsys, command):
    pages = [run(capsys, *command, "--help", "--lang", lang) for lang in LANGUAGES]
    french, english = (page.out for page in pages)
    assert {page.code for page in pages} == {0}
    for line in set(french.splitlines()) & set(english.splitlines()):
        assert line.strip() in ("",) or line.startswith("  --"), f"not translated: {line}"
    assert "Usage: planner" in english and "Usage\u202f: planner" in french
    assert all(len(line) <= 80 for line in (french + english).splitlines())


def test_the_bare_command_shows_the_help(capsys):
    assert run(capsys) == run(capsys, "--help")


def test_help_lists_every_command(capsys):
    listed = run(capsys, "--help", "--lang", "en").out
    assert [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line.split()[0] in NAMES]
    assert all(f"\n  {name} " in listed for name in NAMES)
