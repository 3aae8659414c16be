"""Who does what: the leads of a plan, co-facilitation, groups of unequal size, shares that were agreed."""

from fractions import Fraction

import pytest

from planner.workload.leading import who_leads
from planner.workload.results import total
from tests.support.sessions import a_plan, a_session, block, place
from tests.support.workload_cases import estimated

TWO = [{"id": "ada", "name": "Ada"}, {"id": "bea", "name": "Bea"}]
UNEQUAL = [{"id": "large", "size": 24}, {"id": "small", "size": 6}]


def _class(**keys):
    return {"id": "classe", "kind": "virtual_class", "title": "Classe", "duration": "1h"} | keys


FORUM = {"id": "forum", "kind": "remote_work", "title": "Forum", "duration": "1h", "work": "forum"}


def _session(*activities, **keys):
    return a_session(trainers=TWO, groups=UNEQUAL, activities=[*activities], **keys)


def _led(session, *leaders):
    """A plan in which the groups' classes are led so, an hour after one another."""
    placements = [
        place(session, "classe", f"2027-01-12 1{4 + number}:00", groups=(group,), trainers=names)
        for number, (group, names) in enumerate(leaders)
    ]
    return a_plan(session, *placements, *(block(session, "forum", "2027-01-18", "2027-01-22", 60, group=group)
                                          for group, _ in leaders))  # fmt: skip


def _of(found, trainer, component):
    return total(
        share.minutes for share in found.shares if (share.trainer, share.component) == (trainer, component)
    ).likely


def test_a_group_follows_who_leads_its_class():
    session = _session(_class(), FORUM)
    found = estimated(session, _led(session, ("large", ("ada",)), ("small", ("bea",))))
    # one week of forum at 3 min a participant: 24 and 6 participants
    assert [_of(found, trainer, "D6") for trainer in ("ada", "bea")] == [72, 18]
    assert [_of(found, trainer, "P3") for trainer in ("ada", "bea")] == [45, 45]
    assert [_of(found, trainer, "R1") for trainer in ("ada", "bea")] == [30 + 48, 30 + 12]


def test_without_a_plan_everything_is_even():
    found = estimated(_session(_class(), FORUM))
    assert _of(found, "ada", "D6") == _of(found, "bea", "D6") == 45
    assert found.total(trainer="ada") == found.total(trainer="bea")


def test_co_facilitation_counts_for_both_and_the_lead_alternates():
    session = _session(_class(trainers_needed=2), FORUM)
    found = estimated(session, _led(session, ("large", ("ada", "bea")), ("small", ("ada", "bea"))))
    assert [_of(found, trainer, "D3") for trainer in ("ada", "bea")] == [120, 120]
    # each leads one (first time, 45 min around it) and helps in the other (15 min)
    assert [_of(found, trainer, "D4") for trainer in ("ada", "bea")] == [45, 45]
    assert [_of(found, trainer, "D5b") for trainer in ("ada", "bea")] == [15, 15]


def test_the_same_class_again_takes_less_around_it():
    session = _session(_class(), FORUM)
    found = estimated(session, _led(session, ("large", ("ada",)), ("small", ("ada",))))
    assert (_of(found, "ada", "D4"), _of(found, "ada", "D5"), _of(found, "bea", "D3")) == (45, 15, 0)


def test_only_those_who_may_lead_share_what_is_not_planned():
    found = estimated(_session(_class(trainers=["bea"]), FORUM))
    assert (_of(found, "ada", "D3"), _of(found, "bea", "D3")) == (0, 120)
    assert _of(found, "ada", "D6") == 0  # the forum follows the lead
    assert _of(found, "ada", "P1") == _of(found, "bea", "P1")


def test_a_class_that_nobody_leads_in_the_plan_is_shared_and_flagged():
    session = _session(_class(), FORUM)
    found = estimated(session, _led(session, ("large", ()), ("small", ("bea",))))
    assert _of(found, "ada", "D3") == 30 and _of(found, "bea", "D3") == 90
    flags = [flag.facts for flag in found.flags if flag.kind == "led_by_nobody"]
    assert flags == [{"activity": "classe", "groups": ("large",)}]


def test_one_class_for_all_groups_is_one_class():
    session = _session(_class(together=True, capacity=40), FORUM)
    assert estimated(session).of_component("D3").likely == 60


def test_agreed_shares_divide_what_the_team_does_once():
    team = [TWO[0] | {"common_share": 3}, TWO[1] | {"common_share": 1}]
    found = estimated(a_session(trainers=team))
    assert _of(found, "ada", "R2") == 45 and _of(found, "bea", "R2") == 15
    assert _of(found, "ada", "P2") == 3 * _of(found, "bea", "P2")


def test_an_in_person_day_led_by_two_counts_for_both():
    day = {"id": "jour", "kind": "in_person", "title": "Jour", "duration": "3h", "trainers_needed": 2}
    found = estimated(a_session(trainers=TWO, activities=[day]))
    assert found.of_component("D1").likely == 360
    assert found.of_component("D2").likely == 90


@pytest.mark.parametrize(
    ("work", "component", "minutes"),
    [
        ({"work": "reading"}, "D6", 0),
        ({"work": "test"}, "D11", 10 * 2),
        ({"work": "forum", "forum_weeks": 2}, "D6", 3 * 30 * 2),
        ({"work": "forum", "duration": "3h"}, "D6", 3 * 30 * 2),  # two weeks at two hours a week
        ({"work": "production", "productions": 2}, "D7", 10 * 30 * 2),
        ({"work": "group_work"}, "D7", 10 * 2),  # one for each group
        ({"work": "group_work", "duration": "3h"}, "D6", 3 * 30),  # counts as one week of forum
    ],
    ids=lambda value: str(value),
)
def test_what_remote_work_asks(work, component, minutes):
    found = estimated(_session(_class(), FORUM | {"id": "work"} | work))
    assert found.of_component(component).likely == minutes


def test_whoever_led_least_begins():
    session = a_session(trainers=TWO, activities=[_class(trainers_needed=2), _class(id="classe2", trainers_needed=2)])
    both = ("ada", "bea")
    plan = a_plan(
        session,
        place(session, "classe", "2027-01-12 14:00", trainers=both),
        place(session, "classe2", "2027-01-19 14:00", trainers=both),
    )
    leads = {part.activity: part.trainer for part in who_leads(session, plan) if part.leads}
    assert leads == {"classe": "ada", "classe2": "bea"}
    assert sum(part.leads for part in who_leads(session, None)) == Fraction(2)
