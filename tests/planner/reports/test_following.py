"""How a plan follows the one before it: UIDs stay, SEQUENCE rises for what shows something else, the gone are told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.files.plan_json import plan_from_json, plan_to_json
from planner.messages.texts import Texts
from planner.plan import MOST_VERSIONS, Cause, Plan
from planner.reports.calendar_files import calendars_of
from planner.reports.following import Before, Followed, by_uid, calendar_texts, followed
from planner.session import Session
from tests.support.sessions import a_good_plan, a_plan, a_session, block, place, the_school
from tests.support.solver import live, remote

FRENCH = Texts("fr")
NOW = datetime(2027, 1, 13, 8, tzinfo=UTC)


def first(session: Session, plan: Plan) -> Plan:
    return followed(session, plan, the_school(), FRENCH, None, "neo.yaml").plan


def then(session: Session, plan: Plan, old: Plan, minutes: int = 0) -> Followed:
    before = Before(old, NOW + timedelta(minutes=minutes), (Cause("session"),))
    return followed(session, plan, the_school(), FRENCH, before, "neo.yaml")


def sequences(plan: Plan) -> dict[str, int]:
    return {uid: each.sequence for uid, each in by_uid(plan).items()}


def test_a_first_plan_knows_no_clock() -> None:
    plan = first(a_session(), a_good_plan())
    assert set(sequences(plan).values()) == {0} and plan.made == datetime(2027, 1, 4, tzinfo=UTC)
    assert plan.calendars == ("neo-69.ics", "groups/lyon.ics", "trainers/durand.ics")


def test_the_same_again_changes_nothing() -> None:
    old = first(a_session(), a_good_plan())
    again = then(a_session(), a_good_plan(), old)
    assert not again.changed and not again.gone and again.plan == old


def test_a_title_a_place_and_a_leader_are_changes_too() -> None:
    old = first(a_session(), a_good_plan())
    activities = [live("accueil", title="Bienvenue"), remote("module1", title="Observer sa classe"), live("retour1")]
    session = a_session(activities=activities)
    plan = replace(
        a_good_plan(session), placements=tuple(replace(p, duration_min=60) for p in a_good_plan().placements)
    )
    changed = then(session, plan, old).plan
    assert [each.sequence for each in changed.placements] == [1, 1]
    assert [each.sequence for each in changed.blocks] == [0]


def test_another_leader_leaves_one_calendar_for_another() -> None:
    session = a_session(trainers=[{"id": "durand", "name": "Alice"}, {"id": "petit", "name": "Paul"}])
    old = first(session, a_good_plan(session))
    led = tuple(replace(p, trainers=("petit",)) for p in old.placements[:1]) + old.placements[1:]
    done = then(session, replace(old, placements=led), old)
    (gone,) = done.gone
    assert gone.files == {"trainers/durand.ics"} and gone.entry.status == "CANCELLED" and gone.entry.sequence == 1
    files = calendars_of(session, done.plan, the_school(), FRENCH, done.gone).files
    assert files["trainers/durand.ics"].count(b"STATUS:CANCELLED") == 1
    assert b"CANCELLED" not in files["neo-69.ics"] + files["trainers/petit.ics"]
    assert files["trainers/petit.ics"].count(gone.entry.uid.encode()) == 1


def test_a_class_of_all_keeps_its_uid_when_a_group_joins() -> None:
    groups = [{"id": "a", "size": 5}, {"id": "b", "size": 5}]
    before = a_session(groups=groups[:1], activities=[live(together=True)])
    after = a_session(groups=groups, activities=[live(together=True)])
    old = first(before, a_plan(before, place(before, "c1", "2027-01-12 17:00")))
    done = then(after, a_plan(after, place(after, "c1", "2027-01-12 17:00")), old)
    assert sequences(done.plan).keys() == sequences(old).keys() and not done.gone
    read = plan_from_json(plan_to_json(done.plan), "plan.json")
    assert isinstance(read, Plan) and sequences(read).keys() == sequences(old).keys()


def test_blocks_keep_their_numbers() -> None:
    session = a_session(activities=[remote("r1", "2h")], rules={"weekly_cap": "1h"})
    weeks = [block(session, "r1", f"2027-01-{day:02}", f"2027-01-{day + 4:02}", 60) for day in (4, 11, 18)]
    old = first(session, a_plan(session, *weeks))
    less = then(session, a_plan(session, weeks[0], weeks[2]), old)
    assert {each.first.day: each.entry and each.entry.number for each in less.plan.blocks} == {4: 1, 18: 3}
    assert [each.sequence for each in less.plan.blocks] == [0, 0] and len(less.gone) == 1
    assert [each.sequence for each in less.plan.dropped] == [1]
    again = then(session, a_plan(session, *weeks), less.plan, 5).plan
    assert {each.first.day: each.entry and each.entry.number for each in again.blocks} == {4: 1, 11: 4, 18: 3}
    assert set(sequences(again).values()) == {0}


def test_a_class_that_comes_back_has_a_higher_sequence_than_its_cancellation() -> None:
    session = a_session()
    old = first(session, a_good_plan())
    less = then(session, a_plan(session, *old.placements[1:], *old.blocks), old).plan
    again = then(session, a_good_plan(), less, 5).plan
    assert [each.sequence for each in less.dropped] == [1] and not again.dropped
    assert [each.sequence for each in again.placements] == [2, 0]


@pytest.mark.parametrize("minutes", [5, 0, -60 * 24 * 40], ids=["later", "at the same moment", "on an earlier day"])
def test_what_comes_back_changed_later_than_it_went(minutes: int) -> None:
    session = a_session()
    old = first(session, a_good_plan())
    less = then(session, a_plan(session, *old.placements[1:]), old, 1).plan
    assert len(less.dropped) == 2
    again = then(session, a_good_plan(), less, minutes).plan
    entries = by_uid(again)
    for went in less.dropped:
        back = entries[went.uid].entry
        assert back and back.modified and back.modified > went.modified
    assert again.made == NOW + timedelta(minutes=minutes)


def test_another_language_is_no_change() -> None:
    old = first(a_session(), a_good_plan())
    before = Before(old, NOW, (Cause("session"),))
    words = calendar_texts(Texts("en"), before)
    again = followed(a_session(), a_good_plan(), the_school(), words, before, "neo.yaml")
    assert words.lang == old.lang == "fr" and not again.changed and again.plan == old
    unknown = Before(replace(old, lang=None), NOW, (Cause("session"),))
    assert calendar_texts(Texts("en"), unknown).lang == "en"


@given(hours=st.lists(st.lists(st.integers(8, 15), min_size=2, max_size=2), min_size=1, max_size=6))
def test_sequences_rise_just_where_something_moved(hours: list[list[int]]) -> None:
    session = a_session()
    old = first(session, a_good_plan())
    for number, (one, other) in enumerate(hours, start=1):
        new = a_plan(
            session,
            place(session, "accueil", f"2027-01-12 {one:02}:00"),
            block(session, "module1", "2027-01-18", "2027-01-22", 120),
            place(session, "retour1", f"2027-01-26 {other:02}:00"),
        )
        done = then(session, new, old, number).plan
        for uid, each in by_uid(done).items():
            was = by_uid(old)[uid]
            moved = each != replace(was, sequence=each.sequence)
            assert each.sequence == was.sequence + moved
            assert each.entry and was.entry
            assert (each.entry.modified != was.entry.modified) == moved
        read = plan_from_json(plan_to_json(done), "plan.json")
        assert read == done
        old = done


def test_so_many_versions_are_kept() -> None:
    session, plan = a_session(), first(a_session(), a_good_plan())
    for number in range(MOST_VERSIONS + 5):
        hour = 8 + number % 2
        new = a_plan(
            session,
            place(session, "accueil", f"2027-01-12 {hour:02}:00"),
            block(session, "module1", "2027-01-18", "2027-01-22", 120),
            place(session, "retour1", "2027-01-26 16:30"),
        )
        plan = then(session, new, plan, number).plan
    assert len(plan.versions) == MOST_VERSIONS and plan.number == MOST_VERSIONS + 6
    assert [each.number for each in plan.versions] == list(range(6, MOST_VERSIONS + 6))
