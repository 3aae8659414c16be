"""`from planner import plan_sessions`: the example that is shown runs, and nothing is loaded before it is asked for."""

import doctest
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import planner
from calendars.places import UnknownDepartment
from planner import Academy, AcademyPlan, ContradictorySessions, Enrolment, Plan, Progress, check_academy, plan_sessions
from planner.jobs import CheckerRefused
from planner.session import NOT_BUSY, Session
from tests.support.sessions import a_good_plan, a_session, the_school

README = Path(__file__).parents[2] / "README.md"


def test_the_example_of_the_docstring() -> None:
    import planner.library

    assert doctest.testmod(planner.library).failed == 0


def test_the_example_of_the_readme() -> None:
    """As it stands there, from « python » to the end of the block."""
    text = README.read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?plan_sessions.*?)```", text, re.DOTALL)
    told: list[str] = []
    exec(compile(example, "README.md", "exec"), {"print": lambda *what: told.append(" ".join(map(str, what)))})
    (shown,) = re.findall(re.escape(example) + r"```\n\n[^\n]*\n\n```text\n(.*?)```", text, re.DOTALL)
    assert "\n".join(told) + "\n" == shown


def test_every_name_is_there_and_no_other() -> None:
    assert all(getattr(planner, name) is not None for name in planner.__all__)
    assert sorted(planner.__all__) == sorted(planner._HOME_OF)
    with pytest.raises(AttributeError, match="no attribute 'plan_session'"):
        planner.plan_session  # noqa: B018


def test_importing_the_package_loads_nothing() -> None:
    heavy = "{'pydantic', 'ortools', 'babel', 'calendars', 'planner.session'}"
    code = f"import sys, planner; sys.exit(' '.join(sorted({heavy} & set(sys.modules))) or 0)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_types_do_not_load_the_solver() -> None:
    code = "import sys; from planner import Session, Academy; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_is_wrong_does_not_load_the_solver() -> None:
    code = (
        "import sys; from planner import plan_sessions, Enrolment\n"
        "try: plan_sessions([], enrolments=[Enrolment('x', 'a', 'g')])\n"
        "except ValueError: sys.exit('ortools' in sys.modules)\n"
        "sys.exit('not refused')"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_sessions_of_nobody_in_common() -> None:
    told: list[Progress] = []
    a, b = a_session(id="a"), a_session(id="b", trainers=[{"id": "petit", "name": "Paul Petit"}])
    found = plan_sessions([a, b], school=the_school(), progress=told.append)
    assert set(found.plans) == {"a", "b"} and not found.left_out
    assert not list(check_academy(Academy((a, b)), found.plans, the_school()))
    assert told[-1].phase == "check" and told[-1].done == told[-1].total == 2


@pytest.mark.parametrize(
    ("enrolments", "message"),
    [
        pytest.param([Enrolment("x", "z", "lyon")], "not: 'lyon' of 'z'", id="no such session"),
        pytest.param([Enrolment("x", "a", "est")], "not: 'est' of 'a'", id="no such group"),
        pytest.param([Enrolment("x", "b", "g1"), Enrolment("x", "b", "g2")], "two groups of 'b'", id="in two groups"),
    ],
)
def test_enrolments_that_cannot_be(enrolments: list[Enrolment], message: str) -> None:
    sessions = [a_session(id="a"), a_session(id="b", groups=[{"id": "g1", "size": 9}, {"id": "g2", "size": 9}])]
    with pytest.raises(ValueError, match=message) as refused:
        plan_sessions(sessions, enrolments=enrolments)
    assert "x" not in str(refused.value).replace("'", " ").split(), "nobody is named"


def test_what_contradicts_is_refused() -> None:
    with pytest.raises(ValueError, match="one id: neo-69"):
        plan_sessions([a_session(), a_session()])
    with pytest.raises(ContradictorySessions, match="neo-69: ") as refused:
        plan_sessions([a_session(window={"first": "2027-02-12", "last": "2027-01-04"})])
    assert list(refused.value.found) == ["neo-69"]
    with pytest.raises(UnknownDepartment):
        plan_sessions([a_session(department="00")])


def test_plans_that_break_a_rule_together_are_never_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two good plans at the same hours, with one trainer."""
    import planner.solving.academy.plan as solving

    def same_hours(academy: Academy, *_: Any, **__: Any) -> AcademyPlan:
        plans: dict[str, Plan] = {each.id: a_good_plan(each) for each in academy.sessions}
        return AcademyPlan(plans)

    monkeypatch.setattr(solving, "plan_academy", same_hours)
    sessions: list[Session] = [a_session(id="a"), a_session(id="b")]
    with pytest.raises(CheckerRefused) as refused:
        plan_sessions(sessions, school=the_school())
    assert {violation.kind for violation in refused.value.violations} == {"overlap_together"}
    assert plan_sessions(sessions[:1], school=the_school()).plans["a"] == a_good_plan(sessions[0])


@pytest.mark.parametrize(
    ("given", "more", "error", "said"),
    [
        ("session", {}, TypeError, "sessions: several Session are expected"),
        ("path", {}, TypeError, "sessions: several Session|no Session"),
        ("data", {}, TypeError, "is no Session"),
        ("sessions", {"enrolments": [("p1", "a", "lyon")]}, TypeError, "is no Enrolment"),
        ("sessions", {"enrolments": [Enrolment(1, "a", "lyon")]}, TypeError, "a person is a text; 1"),  # type: ignore[arg-type]
        ("sessions", {"virtual_rooms": 0}, ValueError, "virtual_rooms: at least 1"),
        ("sessions", {"virtual_rooms": "2"}, TypeError, "virtual_rooms: a whole number"),
        ("sessions", {"workers": 0}, ValueError, "workers: at least 1"),
        ("sessions", {"workers": True}, TypeError, "workers: a whole number"),
        ("sessions", {"time_limit_s": 0}, ValueError, "time_limit_s: more than 0"),
        ("sessions", {"time_limit_s": float("nan")}, ValueError, "time_limit_s: more than 0"),
        ("sessions", {"time_limit_s": "5"}, TypeError, "time_limit_s: a number"),
        ("sessions", {"busy": {"z": NOT_BUSY}}, ValueError, "there is not: 'z'"),
        ("sessions", {"busy": {"a": 1}}, TypeError, "busy: 1 is no BusyTimes"),
    ],
)
def test_what_is_of_another_type_is_said(given: str, more: dict[str, Any], error: type[Exception], said: str) -> None:
    session = a_session(id="a")
    sessions: Any = {"session": session, "path": "a.yaml", "data": [{"id": "a"}], "sessions": [session]}[given]
    with pytest.raises(error, match=said):
        plan_sessions(sessions, **more)
