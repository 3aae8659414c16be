"""Why no plan exists, the whole text: what cannot hold together, the sums a reader can redo, and the changes tried."""

from dataclasses import replace
from datetime import date

import pytest

from planner.messages.conflicts import conflict_text
from planner.outcome import Conflict, Infeasible, Repair
from planner.session import DayRange
from tests.support.conflicts import ENGLISH, FRENCH, HOURS, RICH, a_cap, a_part
from tests.support.sessions import a_good_plan, a_session


def _infeasible(*parts, repairs=(), minimal=True, **facts):
    return Infeasible(Conflict(parts, minimal, facts), tuple(repairs))


def _text(infeasible, session=RICH):
    return conflict_text(infeasible, session, ENGLISH).replace("\u00a0", " ")


SHORTER, LONGER = (
    Repair(f"{way}_gap", {"days": days, "before": before}, (), RICH, a_good_plan())
    for way, days, before in (("shorter", 5, 7), ("longer", 28, 21))
)


def test_the_whole_text():
    text = _text(_infeasible(a_cap("lyon"), repairs=[SHORTER, LONGER]))
    assert (
        text
        == """\
No plan exists between Monday 4 January 2027 and Friday 21 May 2027. This cannot hold:
  - at most 2 h a week for each participant of Lyon, virtual classes included (R5)
Each of these changes was tried and gives a plan:
  1. at least 5 days between two virtual classes instead of 7
     the plan then goes from Tuesday 12 January 2027 to Tuesday 26 January 2027
  2. at most 28 days between two virtual classes instead of 21
     the plan then goes from Tuesday 12 January 2027 to Tuesday 26 January 2027"""
    )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"remote_min": 960, "classes_min": 0, "weeks_needed": 8},
            "16 h of remote work need 8 weeks at 2 h a week; between Mon 4 Jan and Fri 21 May there are 5 open weeks.",
        ),
        (
            {"remote_min": 900, "classes_min": 60, "weeks_needed": 8},
            "16 h (15 h of remote work and 1 h of virtual classes) need 8 weeks at 2 h a week; between Mon 4 Jan and"
            " Fri 21 May there are 5 open weeks.",
        ),
        (
            {"classes": 6, "classes_a_week": 1, "weeks_needed": 6},
            "6 virtual classes need 6 weeks: 2 h a week leave room for 1 a week; between Mon 4 Jan and Fri 21 May there"
            " are 5 open weeks.",
        ),
        (
            {"remote_min": 930, "evaluation_min": 30, "classes_min": 60, "weeks_needed": 9},
            "16 h 30 (15 h of remote work, 30 min of evaluation and 1 h of virtual classes) need 9 weeks at 2 h a week;"
            " between Mon 4 Jan and Fri 21 May there are 5 open weeks.",
        ),
        (
            {"remote_min": 30, "evaluation_min": 30, "classes_min": 0, "caps": ((15, 1),), "room_min": 15},
            "Between Mon 4 Jan and Fri 21 May: 1 week at 15 min, 15 min in all; asked: 30 min of evaluation.",
        ),
        (
            {"remote_min": 960, "classes_min": 0, "caps": ((180, 1), (120, 4)), "room_min": 660},
            "Between Mon 4 Jan and Fri 21 May: 1 week at 3 h and 4 weeks at 2 h, 11 h in all; asked: 16 h of remote"
            " work.",
        ),
        (
            {"classes": 7, "classes_at_most": 6, "caps": ((180, 1), (120, 4))},
            "Between Mon 4 Jan and Fri 21 May: 1 week at 3 h and 4 weeks at 2 h, room for 6 virtual classes; 7 are"
            " asked.",
        ),
    ],
)
def test_the_sum_lets_the_reader_count_again(facts, said):
    conflict = _infeasible(a_cap("lyon"), cap_min=120, weeks_open=5, **facts)
    assert said in _text(conflict).splitlines()
    assert "{" not in conflict_text(conflict, RICH, FRENCH)


def test_a_group_alone_is_said_to_have_its_own_classes():
    """Two groups of the file, each in two parts: four groups in all, two of « a », one of a part."""
    session = a_session(groups=[{"id": "a", "size": 50}, {"id": "b", "size": 50}])
    work = a_part("work", activities=["accueil"], live=True, count=1, total_min=60, each_min=60)
    trainer = a_part("trainer", trainers=["durand"], kind="one_at_a_time", gap_min=15)
    for group, said in ((None, "each of the 4 groups"), ("a", "each of the 2 groups"), ("a-1", "1 h: “Accueil”")):
        text = _text(Infeasible(Conflict((work, trainer), group=group)), session)
        assert said in text, group


def test_a_session_of_one_day():
    day = a_session(window={"first": "2027-01-12", "last": "2027-01-12"})
    window = [a_part("window", edge=edge, day=date(2027, 1, 12), weeks_open=1) for edge in ("last", "first")]
    assert _text(_infeasible(*window), day).splitlines()[:2] == [
        "No plan exists on Tuesday 12 January 2027. This cannot hold:",
        "  - everything lies on that day (R11)",
    ]


LED = {"led": 8, "led_min": 960, "each_min": 120, "virtual": True, "team": 1, "per": "week", "open": 6, "needed": 8}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {"limit_min": 120},
            "8 classes virtuelles de 2 h font 16 h d’animation ; à 2 h par semaine, il faut 8 semaines ; entre le lun."
            " 4 janv. et le ven. 21 mai, il n’y a que 6 semaines ouvertes.",
        ),
        (
            {"limit_min": 180, "room": 1},
            "8 classes virtuelles de 2 h font 16 h d’animation ; à 3 h par semaine, où il n’y a place que pour 1, il"
            " faut 8 semaines ; entre le lun. 4 janv. et le ven. 21 mai, il n’y a que 6 semaines ouvertes.",
        ),
        (
            {"limit_min": 240, "team": 2, "each_min": None, "per": "day", "needed": 4, "open": 3},
            "8 classes virtuelles font 16 h d’animation ; à 4 h par jour en tout pour 2 personnes, il faut 4 jours ;"
            " entre le lun. 4 janv. et le ven. 21 mai, il n’y a que 3 jours ouverts.",
        ),
        (
            {"limit_min": 120, "virtual": False},
            "il y a 16 h d’animation ; à 2 h par semaine, il faut 8 semaines ; entre le lun. 4 janv. et le ven. 21 mai,"
            " il n’y a que 6 semaines ouvertes.",
        ),
    ],
)
def test_the_sum_of_what_trainers_lead_lets_the_reader_count_again(facts, said):
    parts = (a_part("trainer", trainers=["durand"], kind="max_week", limit_min=120),)
    infeasible = _infeasible(*parts, **LED | facts)
    french = conflict_text(infeasible, RICH, FRENCH).replace("\u00a0", " ").replace("\u202f", " ")
    assert said in french.splitlines()
    assert "{" not in _text(infeasible)


def test_the_days_that_gaps_take_can_be_counted_again():
    window = [a_part("window", edge=edge, day=date(2027, 1, 4), weeks_open=2) for edge in ("last", "first")]
    work = a_part("work", activities=["accueil", "retour1"], live=True, count=2, total_min=150, each_min=None)
    gap = a_part("order", kind="class_gap", min_days=21, max_days=None)
    short = RICH.model_copy(update={"window": DayRange(first="2027-01-04", last="2027-01-20")})
    assert (
        "From the first to the last of 2 virtual classes, 21 days apart, there are 21 days; from Mon 4 Jan to Wed"
        " 20 Jan there are 16."
    ) in _text(_infeasible(work, gap, *window), short)
    assert "days apart" not in _text(_infeasible(work, gap, *window))


def test_hours_on_two_clocks_are_compared():
    hours = a_part("working_hours", trainers=["martin"], kind="virtual_class", hours=HOURS)
    text = _text(_infeasible(hours))
    assert "On Monday 4 January 2027, 12:00 in the time of Rhône is 15:00 in that of La Réunion." in text.splitlines()
    assert "15:00" not in _text(_infeasible(a_part("working_hours", kind="virtual_class", hours=HOURS)))


def test_that_time_ran_out_over_the_repairs_is_no_proof_that_there_is_none():
    conflict = _infeasible(a_part("work", activities=["module1"], live=False, count=1, total_min=120, each_min=120))
    assert "more time may find one" not in _text(conflict)
    assert "more time may find one" in _text(replace(conflict, all_tried=False))


def test_what_was_not_shown_to_be_needed_is_said_so_and_long_lists_are_cut():
    links = [a_part("order", activities=["module1", "retour1"], kind="link", min_days=n) for n in range(23)]
    lines = _text(_infeasible(*links, minimal=False)).splitlines()
    assert len([line for line in lines if line.startswith("  - ")]) == 20
    assert lines[-3:] == [
        "  … and 3 more.",
        "Time ran out before each point was shown to be needed: some may have nothing to do with it.",
        "No change that gives a plan was found in this time; more time may find one (--time-limit).",
    ]


def test_without_a_repair_the_text_says_where_to_look():
    teaching = a_part("participant", groups=["lyon"], kind="teaching")
    text = _text(_infeasible(teaching, a_part("no_school_holidays", name="N", first=date(2027, 1, 4), resume=None)))
    assert text.splitlines()[-2:] == [
        "No change was found that gives a plan on its own. Several may be needed at once, among these:",
        "  - the groups' teaching hours and calendars",
    ]


def test_a_title_is_shown_and_never_obeyed():
    hostile = a_session(
        activities=[{"id": "a", "kind": "virtual_class", "title": "A {x} \u202e\n", "duration": "1h"}],
    )
    work = a_part("work", activities=["a"], live=True, count=1, total_min=60, each_min=60)
    assert "“A {x} <U+202E>␊”" in _text(_infeasible(work), hostile)
