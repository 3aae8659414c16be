"""From files to estimates: folders, plans, coefficients, and every error with its file and place."""

import json
from pathlib import Path

import pytest

from planner import jobs
from planner.files.plan_json import plan_to_json
from planner.jobs.workload import workload
from planner.messages.findings import finding_text
from planner.messages.texts import Texts
from tests.support.sessions import A_SESSION, a_good_plan, a_session

TEXTS = Texts("en")


@pytest.fixture
def folder(tmp_path):
    """A session, its plan, a parcours and a file of coefficients."""
    _session(tmp_path / "neo.yaml")
    (tmp_path / "plan.json").write_text(plan_to_json(a_good_plan()), encoding="utf-8")
    parcours = {key: A_SESSION[key] for key in ("id", "title", "activities")}
    (tmp_path / "parcours.yaml").write_text(json.dumps(parcours), encoding="utf-8")
    (tmp_path / "academy.yaml").write_text("workload: {report: 100}\n", encoding="utf-8")
    return tmp_path


def _session(path: Path, **keys):
    path.write_text(
        "\n".join(f"{key}: {json.dumps(value)}" for key, value in (A_SESSION | keys).items()), encoding="utf-8"
    )


def _plan(path: Path, change):
    data = json.loads(plan_to_json(a_good_plan()))
    change(data)
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    return path


def _estimated(*paths, **keys):
    answer = workload(paths, texts=TEXTS, **keys)
    assert not isinstance(answer, jobs.WrongInput), answer
    return answer.estimates


def _findings(*paths, **keys):
    answer = workload(paths, texts=TEXTS, **keys)
    assert isinstance(answer, jobs.WrongInput)
    for finding in answer.findings:
        for lang in ("fr", "en"):
            assert "{" not in finding_text(finding, Texts(lang)).split("\n")[0]
    return [(finding.id, Path(finding.file).name, finding.line is not None) for finding in answer.findings]


def test_a_folder_holds_sessions_and_other_files_are_passed_over(folder):
    found = _estimated(folder)
    assert [one.session.id for one in found.sessions] == ["neo-69"]
    assert found.sessions[0].plan is None


@pytest.mark.parametrize("way", ["beside it", "--plan FILE", "--plan DIR"])
def test_a_plan_is_found(folder, way):
    plan = folder / "plan.json"
    found = {
        "beside it": lambda: _estimated(folder / "neo.yaml", plan),
        "--plan FILE": lambda: _estimated(folder, plans=[plan]),
        "--plan DIR": lambda: _estimated(folder, plans=[folder]),
    }[way]()
    assert found.sessions[0].estimate.weeks


def test_an_ics_is_a_plan_too(folder, tmp_path):
    from calendars.school_holidays import SchoolCalendar
    from planner.reports.calendar_files import calendar_files

    session = a_session()
    files = calendar_files(session, a_good_plan(), SchoolCalendar.load(), TEXTS)
    (tmp_path / "neo-69.ics").write_bytes(files["neo-69.ics"])
    found = _estimated(folder / "neo.yaml", tmp_path / "neo-69.ics")
    assert found.sessions[0].estimate.weeks == _estimated(folder, plans=[folder]).sessions[0].estimate.weeks


def test_coefficients_of_an_academy(folder):
    mine, usual = _estimated(folder, factors=[folder / "academy.yaml"]), _estimated(folder)
    assert mine.whole.whole.likely - usual.whole.whole.likely == 40
    used = {each.name: each.origin for each in mine.sessions[0].estimate.factors_used}
    assert used["report"] == "academy.yaml"


@pytest.mark.parametrize(
    ("academy", "counts"),
    [("Lyon", True), ("lyon", True), ("Grenoble", False), ("aix marseille", False)],
)
def test_coefficients_of_one_academy_are_for_its_sessions_alone(folder, academy, counts):
    (folder / "academy.yaml").write_text(f"academy: {academy}\nworkload: {{report: 100}}\n", encoding="utf-8")
    mine, usual = _estimated(folder, factors=[folder / "academy.yaml"]), _estimated(folder)
    assert (mine.whole.whole.likely - usual.whole.whole.likely == 40) is counts


def test_a_file_for_all_is_laid_over_that_of_an_academy(folder):
    (folder / "lyon.yaml").write_text("academy: Lyon\nworkload: {report: 100, debriefing: 70}\n", encoding="utf-8")
    (folder / "all.yaml").write_text("workload: {report: 80, kick_off_meeting: 50}\n", encoding="utf-8")
    for order in (("lyon.yaml", "all.yaml"), ("all.yaml", "lyon.yaml")):
        used = _estimated(folder, factors=[folder / name for name in order]).sessions[0].estimate.factors_used
        values = {each.name: each.value.likely for each in used}
        assert (values["debriefing"], values["kick_off_meeting"]) == (70, 50)
        assert values["report"] == {"all.yaml": 80, "lyon.yaml": 100}[order[-1]]


def test_an_academy_that_does_not_exist(folder):
    (folder / "academy.yaml").write_text("workload: {report: 100}\nacademy: Lion\n", encoding="utf-8")
    (finding,) = workload([folder], factors=[folder / "academy.yaml"], texts=TEXTS).findings
    assert (finding.id, finding.line, finding.facts["near"]) == ("unknown-academy", 2, ("Lyon",))


def test_reports_are_written(folder):
    answer = workload([folder], out=folder / "out", texts=TEXTS)
    assert [path.name for path in answer.files] == ["neo-69.html", "workload.xlsx"]
    assert all(path.stat().st_size > 1000 for path in answer.files)


def test_an_empty_team(folder):
    activities = [{"id": "lire", "kind": "remote_work", "title": "Lire", "duration": "2h"}]
    _session(folder / "neo.yaml", trainers=[], activities=activities)
    assert _findings(folder) == [("empty-team", "neo.yaml", True)]


def test_a_class_led_by_nobody(folder):
    plan = _plan(folder / "plan.json", lambda data: data["placements"][1].update(trainers=[]))
    answer = workload([folder / "neo.yaml", plan], texts=TEXTS)
    (finding,) = answer.findings
    assert finding.id == "led-by-nobody" and finding.path == ("placements", 1, "trainers")
    assert finding.facts == {"activity": "retour1", "allowed": ("durand",)}
    assert '"trainers": []' in finding.excerpt


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda data: data.update(session="neo-96"), "other-session"),
        (lambda data: data["placements"][0].update(activity="acueil"), "unknown-in-plan"),
        (lambda data: data["placements"][0].update(trainers=["petit"]), "unknown-in-plan"),
        (lambda data: data["blocks"][0].update(group="paris"), "unknown-in-plan"),
    ],
    ids=["of another session", "unknown activity", "unknown trainer", "unknown group"],
)
def test_a_plan_that_is_not_the_sessions(folder, change, found):
    plan = _plan(folder / "other.json", change)
    assert _findings(folder, plan) == [(found, "other.json", True)]


def test_in_a_folder_of_plans_those_of_other_sessions_are_passed_over(folder):
    (folder / "out").mkdir()
    other = _plan(folder / "out" / "plan.json", lambda data: data.update(session="neo-96"))
    assert _estimated(folder / "neo.yaml", plans=[folder / "out"]).sessions[0].plan is None
    assert _findings(folder / "neo.yaml", other) == [("other-session", "plan.json", True)]


def test_two_plans_of_one_session(folder):
    again = _plan(folder / "again.json", lambda data: None)
    assert _findings(folder, folder / "plan.json", again) == [("two-plans", "again.json", True)]


def test_one_id_for_two_sessions(folder):
    _session(folder / "twin.yaml")
    assert _findings(folder) == [("same-session-twice", "twin.yaml", True)]


def test_a_plan_without_its_session(folder):
    assert _findings(folder / "plan.json") == [("no-sessions", "plan.json", False)]


def test_a_folder_without_sessions(tmp_path):
    assert _findings(tmp_path) == [("no-sessions", tmp_path.name, False)]


def test_everything_is_said_at_once(folder):
    _session(folder / "twin.yaml", id="twin", trainers=[{"id": "x"}])
    (folder / "academy.yaml").write_text("workload: {forums: 3}\n", encoding="utf-8")
    plan = _plan(folder / "plan.json", lambda data: data["placements"][0].update(trainers=[]))
    assert _findings(folder, plan, factors=[folder / "academy.yaml"]) == [
        ("missing-key", "twin.yaml", True), ("led-by-nobody", "plan.json", True), ("unknown-key", "academy.yaml", True)
    ]  # fmt: skip
