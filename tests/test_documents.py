"""The documents say what the program does."""

import re
import shlex
import subprocess

import pytest
from pydantic import BaseModel

from planner import session as vocabulary
from planner.cli.app import COMMANDS
from planner.files.factors_file import read_factors
from planner.files.log_file import KnownSession, read_log
from planner.files.session_file import read_session
from planner.session import RULE_IDS
from planner.workload_input import Coefficients, FactorsFile
from tests.support.command import REPOSITORY
from tests.support.sessions import the_school
from tools.readme import BLOCKS as SHOWN
from tools.readme import shown

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
COMMAND_TABLE = README.partition("## Les commandes")[2].partition("| code de retour")[0]
MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.M | re.S)
MODELS = [
    model
    for model in vars(vocabulary).values()
    if isinstance(model, type) and issubclass(model, BaseModel) and model.model_fields and model is not Coefficients
]


def test_two_commands_set_everything_up():
    assert BLOCKS == ["make example\n", "make test\n"]
    done = subprocess.run(
        ["make", "-n", "--assume-old=.venv/used", "--assume-old=.venv/made", "example", "test"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "planner plan examples/premier_degre_zone_a.yaml" in done.stdout and "pytest" in done.stdout


def test_ci_calls_the_readme_s_second_command():
    assert re.search(r"^make test\b", (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_shown_is_what_the_program_prints(name, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    assert shown(name) == SHOWN[name](), "run: make readme"


def test_the_table_of_rules_is_that_of_the_program():
    rows = re.findall(r"^\| (R\d+) \| `(\w+)` \|", README, re.M)
    assert rows == [(rule_id, name) for name, rule_id in RULE_IDS.items()]


def test_every_command_has_its_line():
    names = [module.__name__.rsplit(".", 1)[1].replace("_", "-") for module in COMMANDS]
    lines = re.findall(
        r"^\| `planner ([a-z-]+(?: (?:import|calibrate|open|close))?) ?[^`]*` \| \S", COMMAND_TABLE, re.M
    )
    names.remove("poll")  # it is nothing without the one or the other
    assert sorted(lines) == sorted([*names, "holidays import", "workload calibrate", "poll open", "poll close"])


def test_the_example_of_an_academy_s_coefficients_is_one(tmp_path):
    (example,) = re.findall(r"^```yaml\n(title: Coefficients.*?)^```", README, re.M | re.S)
    file = tmp_path / "lyon.yaml"
    file.write_text(example, encoding="utf-8")
    read = read_factors(file)
    assert isinstance(read, FactorsFile) and read.academy == "Lyon" and read.workload.model_fields_set


def test_the_example_of_a_log_is_one(tmp_path):
    (example,) = re.findall(r"^```text\n(session;.*?)^```", README, re.M | re.S)
    file = tmp_path / "heures.csv"
    file.write_text(example, encoding="utf-8")
    session = read_session(REPOSITORY / "examples" / "charge_equipe.yaml", the_school()).session
    log = read_log(file, [KnownSession.of(session)])
    assert not log.findings and len(log.rows) == 2


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_of_the_input_is_explained(model):
    keys = {field.alias or name for name, field in model.model_fields.items()}
    missing = {key for key in keys if not re.search(rf"[`{{ ]{key}\b", README)}
    assert not missing


def test_every_example_is_presented():
    for path in (REPOSITORY / "examples").glob("*.yaml"):
        assert f"(examples/{path.name})" in README


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (REPOSITORY / target).exists(), target


def test_make_targets_exist():
    for target in re.findall(r"`make (\w+)`", README):
        assert re.search(rf"^{target}:", MAKEFILE, re.M), target


def test_constraints_name_exact_versions_and_no_host():
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("#")
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*", line) for line in lines[1:])
    assert "//" not in "".join(lines)


def test_every_dependency_is_pinned():
    import tomllib

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    pinned = {
        re.sub(r"[-_.]+", "-", line.split("==")[0]).lower()
        for line in (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    }
    assert {re.sub(r"[-_.]+", "-", re.split(r"[<>=\[ ]", name)[0]).lower() for name in asked} <= pinned


def test_the_commands_shown_are_understood(capsys):
    """Each `planner …` of the command table is one that the program knows, with options that exist."""
    from planner.cli import main

    for line in re.findall(r"^\| `planner ([^`]+)` \|", README, re.M):
        words = [word for word in shlex.split(line) if word.startswith("--")]
        command = [word for word in shlex.split(line) if re.fullmatch(r"[a-z-]+", word) and not word.startswith("--")]
        assert main([*command, "--help", "--lang", "en"]) == 0
        page = capsys.readouterr().out
        assert all(word in page for word in words)
