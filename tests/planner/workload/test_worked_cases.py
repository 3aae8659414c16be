"""Cases 4.1 to 4.3 of workload.md: every component to the minute, the weeks to the hundredth of an hour."""

from fractions import Fraction

import pytest

from planner.workload.drivers import drivers
from planner.workload.flags import best_team_size, team_gain_min
from planner.workload.results import COMPONENTS, Minutes
from tests.support.sessions import the_school
from tests.support.workload_cases import (
    BOOKLET,
    case_a,
    case_b,
    case_c,
    day_of_week,
    estimated,
    plan_a,
    plan_c,
    usual_factors,
)

A = {
    "P1": (378, 540, 810), "P2": (108, 216, 432), "P3": (20, 45, 90), "D1": (180, 180, 180), "D2": (54, 90, 180),
    "D3": (120, 120, 120), "D4": (60, 90, 120), "D6": (144, 288, 768), "D7": (120, 240, 480), "D8": (15, 30, 50),
    "D9": (30, 120, 360), "D10": (50, 75, 150), "D11": (10, 20, 30), "R1": (39, 78, 156), "R2": (30, 60, 120),
}  # fmt: skip
B = {
    "P1": (567, 810, 1215), "P2": (810, 1620, 3240), "P3": (30, 67.5, 135), "D1": (180, 180, 180),
    "D2": (67.5, 112.5, 225), "D3": (120, 120, 120), "D4": (75, 112.5, 150), "D6": (180, 360, 960),
    "D7": (150, 300, 600), "D8": (18.75, 37.5, 62.5), "D9": (37.5, 150, 450), "D10": (62.5, 93.75, 187.5),
    "D11": (12.5, 25, 37.5), "R1": ("46.8", "93.6", "187.2"), "R2": (36, 72, 144),
}  # fmt: skip
C = {
    "P1": ("907.2", 1296, 1944), "P2": (270, 540, 1080), "P3": (60, 135, 270), "P4": (90, 180, 270),
    "D3": (1440, 1440, 1440), "D4": (360, 540, 720), "D5": (108, 180, 288), "D6": (540, 1080, 2880),
    "D7": (600, 1200, 2400), "D8": (108, 216, 360), "D9": (180, 720, 2160), "D10": (360, 540, 1080),
    "D11": (30, 60, 90), "D12": (180, 360, 720), "R1": (210, 420, 840), "R2": (30, 60, 120), "R3": (90, 180, 270),
}  # fmt: skip
PHASES = {
    "a": {"preparation": (506, 801, 1332), "delivery": (783, 1253, 2438), "review": (69, 138, 276)},
    "b": {
        "preparation": (1407, 2497.5, 4590),
        "delivery": (903.75, 1491.25, 2972.5),
        "review": ("82.8", "165.6", "331.2"),
    },
    "c": {"preparation": ("1327.2", 2151, 3564), "delivery": (3906, 6336, 12138), "review": (330, 660, 1230)},
}
TOTALS = {
    "a": ((1358, 2192, 4046), 39.37, 7.47, 29.80, 48.94),
    "b": (("2393.55", "4154.35", "7893.7"), 74.74, 15.28, 55.15, 94.32),
    "c": (("5563.2", 9147, 16932), 164.12, 31.58, 123.65, 204.59),
}
SESSIONS = {"a": case_a, "b": case_b, "c": case_c}


def _minutes(row):
    return Minutes(*(Fraction(str(each)) for each in row))


@pytest.mark.parametrize(("case", "table"), [("a", A), ("b", B), ("c", C)])
@pytest.mark.parametrize("planned", [False, True], ids=["without a plan", "with a plan"])
def test_every_component(case, table, planned):
    session = SESSIONS[case]()
    plan = {"a": plan_a, "b": plan_a, "c": plan_c}[case](session) if planned else None
    found = estimated(session, plan)
    expected = {component: _minutes(table.get(component, (0, 0, 0))) for component in COMPONENTS}
    assert {component: found.of_component(component) for component in COMPONENTS} == expected


@pytest.mark.parametrize("case", ["a", "b", "c"])
def test_phases_totals_and_range(case):
    found = estimated(SESSIONS[case]())
    assert {phase: found.total(phase) for phase in PHASES[case]} == {
        phase: _minutes(row) for phase, row in PHASES[case].items()
    }
    whole, expected_h, sigma_h, p10_h, p90_h = TOTALS[case]
    assert found.total() == _minutes(whole)
    hours = [float(each) / 60 for each in (found.expected_min, found.sigma_min, found.p10_min, found.p90_min)]
    assert [round(each, 2) for each in hours] == [expected_h, sigma_h, p10_h, p90_h]


def test_the_three_widest_of_a():
    assert [component for component, _ in estimated(case_a()).widest()] == ["D6", "P1", "D7"]


def test_tutoring_rate_of_a_is_6_percent_and_not_flagged():
    found = estimated(case_a())
    tutoring = sum(found.of_component(each).likely for each in ("D6", "D7", "D8", "D9", "D10", "D11"))
    assert tutoring == 773
    assert round(tutoring / Fraction(540 * 24), 3) == Fraction("0.060")
    assert "tutoring_rate" not in {flag.kind for flag in found.flags}


def _hours_by_week(weeks, trainer, phases):
    loads = {}
    for load in weeks:
        if load.trainer == trainer and load.phase in phases:
            loads[load.week.isoformat()] = loads.get(load.week.isoformat(), 0) + load.minutes.likely
    return {week: round(float(minutes) / 60, 2) for week, minutes in loads.items()}


ALL = ("preparation", "delivery", "review")


def test_weeks_of_a():
    session = case_a()
    found = estimated(session, plan_a(session))
    # S-3 to S-1 lie before Christmas; S6 is the week of 8 February, S7 that of 1 March, after the winter holidays
    assert _hours_by_week(found.weeks, "durand", ALL) == {
        "2026-11-30": 4.2, "2026-12-07": 4.2, "2026-12-14": 4.95,
        day_of_week(1): 5.25, day_of_week(2): 3.87, day_of_week(3): 1.95, day_of_week(4): 5.7, day_of_week(5): 4.12,
        "2027-02-08": 1.15, "2027-03-01": 1.15,
    }  # fmt: skip
    assert sum(load.minutes.likely for load in found.weeks) == 2192


def test_flags_of_the_weeks_of_a():
    session = case_a()
    flags = estimated(session, plan_a(session)).flags
    vigilance = [flag.week.isoformat() for flag in flags if flag.kind == "vigilance"]
    assert vigilance == ["2026-12-14", day_of_week(1), day_of_week(4)]
    assert "overload" not in {flag.kind for flag in flags}


@pytest.mark.parametrize("trainer", ["ada", "bea", "cid"])
def test_each_trainer_of_c(trainer):
    session = case_c()
    found = estimated(session, plan_c(session))
    hours = [round(float(found.total(phase, trainer).likely) / 60, 2) for phase in ALL]
    assert hours == [11.95, 35.2, 3.67]
    assert round(float(found.total(trainer=trainer).likely) / 60, 2) == 50.82
    assert _hours_by_week(found.weeks, trainer, ("delivery",)) == {
        day_of_week(1): 4.7, day_of_week(2): 6.7, day_of_week(3): 3.7,
        day_of_week(4): 5.03, day_of_week(5): 7.03, day_of_week(6): 8.03,
    }  # fmt: skip
    delivered = {day_of_week(number) for number in range(1, 7)}
    flagged = {
        (flag.kind, flag.week.isoformat())
        for flag in found.flags
        if flag.trainer == trainer and flag.kind in ("overload", "vigilance") and flag.week.isoformat() in delivered
    }
    assert flagged == {
        ("overload", day_of_week(2)), ("overload", day_of_week(5)), ("overload", day_of_week(6)),
        ("vigilance", day_of_week(4)),
    }  # fmt: skip


def test_co_facilitation_of_c():
    found = estimated(case_c(together=2))
    assert found.of_component("D3") == _minutes((2880, 2880, 2880))
    assert found.of_component("D5b") == _minutes((216, 360, 576))
    assert found.total().likely == 10947
    hours = [round(float(each) / 60, 2) for each in (found.expected_min, found.p10_min, found.p90_min)]
    assert hours == [194.32, 152.57, 236.07]


def test_three_alone_and_as_a_team():
    alone = [
        estimated(
            case_c(
                trainers=[{"id": "ada", "name": "ada"}],
                groups=[{"id": f"g{number}", "size": 20} for number in range(1, 3)],
            )
        )
        for _ in range(3)
    ]
    hours = [round(float(sum(each.total(phase).likely for each in alone)) / 60, 2) for phase in ALL]
    assert hours == [56.25, 99.6, 10]
    team = estimated(case_c())
    assert [round(float(team.total(phase).likely) / 60, 2) for phase in ALL] == [35.85, 105.6, 11]
    gain = sum(each.total().likely for each in alone) - team.total().likely
    assert gain == team_gain_min(drivers(case_c(), None, the_school()), usual_factors(), 3)


def test_gain_of_a_team_by_its_size():
    counted = drivers(case_c(), None, the_school())
    gains = {size: float(team_gain_min(counted, usual_factors(), size)) / 60 for size in range(1, 9)}
    assert {size: round(gain, 1) for size, gain in gains.items()} == {
        1: 0, 2: 7.6, 3: 13.4, 4: 17.2, 5: 19.0, 6: 18.8, 7: 16.6, 8: 12.4,
    }  # fmt: skip
    assert best_team_size(counted, usual_factors()) == 5


def test_booklet_of_a_for_b():
    found = estimated(case_b(booklet=BOOKLET))
    hours = {line.phase: round(float(line.adjusted.likely) / 60, 2) for line in found.booklet}
    assert hours == {"preparation": 18.71, "delivery": 14.28, "review": 2.4}
    assert round(sum(float(line.adjusted.likely) for line in found.booklet) / 60, 2) == 35.39
    assert [line.reasons for line in found.booklet] == [
        ("expertise", "contextualisation"),
        ("expertise",),
        ("expertise",),
    ]


def test_booklet_of_a_for_a_itself():
    found = estimated(case_a(booklet=BOOKLET))
    assert [(line.booklet_min, line.ratio, line.adjusted.likely) for line in found.booklet] == [
        (360, 1, 360), (720, 1, 720), (120, 1, 120)
    ]  # fmt: skip
    assert round(found.total().likely / Fraction(1200), 2) == Fraction("1.83")
    assert "far_from_booklet" not in {flag.kind for flag in found.flags}
