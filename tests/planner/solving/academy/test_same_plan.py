"""The same academy gives the same plan: with any number of workers, in any order of its people, after interruptions."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pytest

from benchmarks.academies import make_academy
from planner.academy import Academy, AcademyPlan, Enrolment, Progress
from planner.files.plan_json import plan_to_json
from planner.jobs.kept_parts import KeptParts
from planner.solving.academy import plan as planning
from planner.solving.academy.part import Part, PartPlan, plan_part
from planner.solving.academy.parts import parts_of
from planner.solving.academy.plan import plan_academy
from tests.support.planned_academies import checked
from tests.support.sessions import a_session, the_school
from tests.support.solver import live, remote

SMALL = 8
"""At most so many sessions in a part: the academy is several."""


@pytest.fixture(scope="module")
def academy() -> Academy:
    """24 made sessions, one that is no chain, one that is; these two have a derogation, and people in common."""
    made = make_academy(24, seed=7).academy
    window = {"first": "2026-11-02", "last": "2027-02-05"}
    trainers = [{"id": "d0t0", "name": "T"}]
    work = [live("c1"), remote("r1", "2h"), live("c2")]
    groups = [{"id": "lyon", "size": 9}, {"id": "est", "size": 9}]
    shared = {"trainers": trainers, "window": window}
    shared["derogations"] = [{"week": "2027-W03", "cap": "3h", "reason": "Jury"}]
    whole = a_session(id="t-whole", activities=[live("c0", together=True), *work], groups=groups, **shared)
    more = a_session(id="t-more", activities=work, **shared)
    people = (Enrolment(person, session, "lyon") for person in ("x1", "x2") for session in ("t-whole", "t-more"))
    first = next(each for each in made.enrolments if each.session == "s0003")
    also = (Enrolment(first.person, "t-more", "lyon"), *people)
    return Academy((*made.sessions, whole, more), enrolments=(*made.enrolments, *also))


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Parts are small; how many sessions each part that is planned here has."""
    planned: list[int] = []

    def counted(part: Part, *arguments: object) -> PartPlan:
        planned.append(len(part.sessions))
        return plan_part(part, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(planning, "parts_of", partial(parts_of, most=SMALL))
    monkeypatch.setattr(planning, "plan_part", counted)
    return planned


@pytest.fixture(scope="module")
def at_once(academy: Academy) -> AcademyPlan:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(planning, "parts_of", partial(parts_of, most=SMALL))
        return checked(academy)


def texts(plan: AcademyPlan) -> dict[str, str]:
    """What is written of each session."""
    return {id: plan_to_json(each) for id, each in plan.plans.items()}


def test_all_are_placed_and_parts_are_several(academy: Academy, at_once: AcademyPlan, small_parts: list[int]) -> None:
    assert not at_once.left_out
    assert any(level.level == "rhythm" for level in at_once.plans["t-whole"].levels), "planned by the exact model"
    assert all(each.derogations[0].reason == "Jury" for id, each in at_once.plans.items() if id.startswith("t-"))
    plan_academy(academy, the_school())
    assert len(small_parts) > 2 and max(small_parts) <= SMALL


def test_with_two_processes(academy: Academy, at_once: AcademyPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "plan_part", plan_part)  # goes to other processes by its name
    assert plan_academy(academy, the_school(), workers=2) == at_once


def test_with_the_people_in_another_order(academy: Academy, at_once: AcademyPlan) -> None:
    people = list(academy.enrolments)
    for seed in range(2):
        Random(seed).shuffle(people)
        assert plan_academy(replace(academy, enrolments=tuple(people)), the_school()) == at_once


def test_with_the_sessions_in_another_order(academy: Academy, at_once: AcademyPlan) -> None:
    """Files are renamed, rows sorted by another column."""
    sessions = list(academy.sessions)
    Random(3).shuffle(sessions)
    assert plan_academy(replace(academy, sessions=tuple(sessions)), the_school()) == at_once


def stopping(parts: int) -> tuple[Callable[[Progress], None], Callable[[], bool]]:
    """What is told of progress, and whether so many parts are placed."""
    done: list[int] = []

    def progress(step: Progress) -> None:
        if step.phase == "place" and step.done > (done[-1] if done else 0):
            done.append(step.done)

    return progress, lambda: len(done) >= parts


@pytest.mark.parametrize("parts", [1, 2])
def test_after_an_interruption(
    parts: int, academy: Academy, at_once: AcademyPlan, tmp_path: Path, small_parts: list[int]
) -> None:
    """What was placed by then is answered, checked; what was planned is not planned again; the rest is the same."""
    progress, stop = stopping(parts)
    kept = KeptParts(tmp_path, the_school(), resume=False)
    first = checked(academy, progress=progress, stop=stop, store=kept)
    assert first.interrupted and 0 < len(first.plans) < len(academy.sessions)
    assert {each.reason for each in first.left_out} == {"time"} and len(small_parts) == parts
    small_parts.clear()
    resumed = plan_academy(academy, the_school(), store=KeptParts(tmp_path, the_school(), resume=True))
    assert resumed == at_once and texts(resumed) == texts(at_once)
    everything = -(-len(academy.sessions) // SMALL)
    assert everything - parts <= len(small_parts) and sum(small_parts) == len(academy.sessions) - len(first.plans)
    small_parts.clear()
    again = plan_academy(academy, the_school(), store=KeptParts(tmp_path, the_school(), resume=True))
    assert again == at_once and not small_parts, "everything was kept"


def test_what_was_kept_is_not_looked_at_unless_asked(academy: Academy, tmp_path: Path, small_parts: list[int]) -> None:
    progress, stop = stopping(1)
    plan_academy(
        academy, the_school(), progress=progress, stop=stop, store=KeptParts(tmp_path, the_school(), resume=False)
    )
    progress, stop = stopping(1)
    plan_academy(
        academy, the_school(), progress=progress, stop=stop, store=KeptParts(tmp_path, the_school(), resume=False)
    )
    assert len(small_parts) == 2


@pytest.mark.parametrize("change", ["a title", "a cap", "a person", "a priority"])
def test_what_was_kept_of_another_input_is_not_used(change: str, tmp_path: Path, small_parts: list[int]) -> None:
    sessions = tuple(a_session(id=id) for id in "ab")
    people = tuple(Enrolment("x", id, "lyon") for id in "ab")
    before = Academy(sessions, enrolments=people)
    other = sessions[0]
    after = {
        "a title": replace(before, sessions=(other.model_copy(update={"title": "T"}), sessions[1])),
        "a cap": replace(before, sessions=(a_session(id="a", rules={"weekly_cap": "3h"}), sessions[1])),
        "a person": replace(before, enrolments=(*people, Enrolment("y", "a", "lyon"), Enrolment("y", "b", "lyon"))),
        "a priority": replace(before, sessions=(other.model_copy(update={"priority": 2}), sessions[1])),
    }[change]
    for academy in (before, before, after):
        plan_academy(academy, the_school(), store=KeptParts(tmp_path, the_school(), resume=True))
    assert len(small_parts) == (1 if change == "a person" else 2), "the same groups share somebody, however many"


def test_a_time_limit(academy: Academy) -> None:
    plan = checked(academy, time_limit_s=0.05)
    assert plan.interrupted and plan.left_out and {each.reason for each in plan.left_out} == {"time"}
