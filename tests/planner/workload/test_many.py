"""Many sessions: five tables of one total, a parcours learned once, the weeks of a person over all planned sessions."""

from fractions import Fraction

import pytest

from planner.workload.many import estimate_many
from tests.support.sessions import the_school
from tests.support.workload_cases import case_a, case_c, plan_a, plan_c, usual_factors

DURAND = {"id": "durand", "name": "Alice Durand"}


def _many(*sessions):
    pairs = [each if isinstance(each, tuple) else (each, None) for each in sessions]
    return estimate_many(pairs, usual_factors(), the_school())


def _later(id, first="2027-03-01", last="2027-04-02", **keys):
    return case_a(id=id, window={"first": first, "last": last}, **keys)


def _taken_in(found, id):
    (one,) = [one for one in found.sessions if one.session.id == id]
    return one.estimate.of_component("P1").likely


def test_every_table_has_the_same_total():
    a, c = case_a(parcours_id="neo"), case_c(department="57")
    found = _many((a, plan_a(a)), c, _later("third", parcours_id="neo"))
    for lines in (found.by_trainer, found.by_session, found.by_parcours, found.by_academy, found.by_month):
        assert sum((line.whole.likely for line in lines), Fraction(0)) == found.whole.whole.likely
        assert sum((line.whole.high for line in lines), Fraction(0)) == found.whole.whole.high
    assert [line.key for line in found.by_academy] == ["Lyon", "Nancy-Metz"]
    assert [line.key for line in found.by_parcours] == ["neo", None]
    assert [(line.key, line.sessions) for line in found.by_trainer] == [
        ("ada", 1), ("bea", 1), ("cid", 1), ("durand", 2)
    ]  # fmt: skip


@pytest.mark.parametrize("order", [1, -1], ids=["in order", "in reverse"])
def test_a_parcours_is_learned_once_by_each_trainer_in_the_order_of_dates(order):
    sessions = [case_a(parcours_id="neo"), _later("later", parcours_id="neo")][::order]
    found = _many(*sessions)
    assert (_taken_in(found, "case-a"), _taken_in(found, "later")) == (540, 162)


@pytest.mark.parametrize(
    "other",
    [
        {"parcours_id": "autre"},
        {"parcours_id": "neo", "trainers": [{"id": "petit", "name": "Paul Petit"}]},
        {"parcours_id": "neo", "trainers": [{"id": "durand", "name": "Jean Durand"}]},
        {},
    ],
    ids=["another parcours", "another trainer", "another person of that id", "no parcours named"],
)
def test_nothing_else_counts_as_learned(other):
    assert _taken_in(_many(case_a(parcours_id="neo"), _later("later", **other)), "later") == 540


def test_who_joins_the_second_run_learns_it_all():
    team = [DURAND, {"id": "petit", "name": "Paul Petit"}]
    found = _many(case_a(parcours_id="neo"), _later("later", parcours_id="neo", trainers=team))
    assert _taken_in(found, "later") == Fraction(8, 10) * (162 + 540)


def test_two_people_of_one_id_stay_two():
    found = _many(case_a(), _later("later", trainers=[{"id": "durand", "name": "Jean Durand"}]))
    assert [(line.key, line.name) for line in found.by_trainer] == [
        ("durand (alice durand)", "Alice Durand"), ("durand (jean durand)", "Jean Durand")
    ]  # fmt: skip


def test_weeks_of_two_sessions_add_up_to_an_overload():
    """Case a twice at the same time: no week of one is over 6 h, those of both are."""
    one, other = case_a(), case_a(id="again")
    assert not [flag for flag in _many((one, plan_a(one))).flags if flag.kind == "overload"]
    found = _many((one, plan_a(one)), (other, plan_a(other)))
    overloads = [flag for flag in found.flags if flag.kind == "overload"]
    assert [round(float(flag.facts["likely_min"]) / 60, 2) for flag in overloads[:3]] == [8.4, 8.4, 9.9]
    assert found.names == {"durand": "Alice Durand"}


def test_the_lowest_stated_limit_counts():
    one, other = case_a(), case_a(id="again", trainers=[DURAND | {"weekly_limit": "4h"}])
    limits = {flag.facts["limit_min"] for flag in _many((one, plan_a(one)), (other, plan_a(other))).flags}
    assert limits == {240}


def test_a_week_belongs_to_the_month_of_its_thursday():
    session = case_c()
    months = {line.key: float(line.whole.likely) for line in _many((session, plan_c(session))).by_month}
    # the week of 30 November has its Thursday in December
    assert list(months) == ["2026-12", "2027-01", "2027-02", "2027-03"]


def test_beyond_the_published_calendar_the_month_is_unknown():
    session = _later("late", first="2029-06-25", last="2029-07-06", weeks=2)
    (line,) = _many(session).by_month
    assert line.key is None and line.whole.likely > 0


def test_the_same_sessions_in_another_order_give_the_same():
    sessions = [case_a(parcours_id="neo"), _later("later", parcours_id="neo"), case_c()]
    assert _many(*sessions) == _many(*reversed(sessions))
