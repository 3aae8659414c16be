from datetime import date, datetime

from planner.reports.weeks import weeks_of
from tests.support.sessions import a_good_plan, a_plan, a_session, block, place, the_school


def _weeks(session, plan):
    return {week.first: week for week in weeks_of(session, plan, the_school())}


def test_every_week_of_the_window_and_its_days_inside():
    session = a_session(window={"first": "2027-01-06", "last": "2027-01-19"})
    weeks = weeks_of(session, a_plan(session), the_school())
    assert [(week.first.isoformat(), week.last.isoformat()) for week in weeks] == [
        ("2027-01-06", "2027-01-08"),
        ("2027-01-11", "2027-01-15"),
        ("2027-01-18", "2027-01-19"),
    ]


def test_what_takes_place_and_what_is_asked():
    session = a_session()
    weeks = _weeks(session, a_good_plan(session))
    (accueil,) = weeks[date(2027, 1, 11)].live
    assert (accueil.activity.id, accueil.trainers) == ("accueil", ("Alice Durand",))
    assert accueil.start.replace(tzinfo=None) == datetime(2027, 1, 12, 17)  # noqa: DTZ001 (the clock in Lyon)
    (module,) = weeks[date(2027, 1, 18)].work
    assert (module.first, module.last, module.duration_min) == (date(2027, 1, 18), date(2027, 1, 22), 120)
    asked = {first.day: [(load.asked_min, load.cap_min) for load in week.loads] for first, week in weeks.items()}
    assert asked == {4: [], 11: [(60, 120)], 18: [(120, 120)], 25: [(90, 120)], 1: [], 8: []}


def test_classes_count_or_not_as_the_session_says():
    session = a_session(rules={"virtual_classes_count": False})
    asked = [load.asked_min for week in weeks_of(session, a_good_plan(session), the_school()) for load in week.loads]
    assert asked == [120]


def test_groups_that_are_asked_the_same_stand_together():
    session = a_session(groups=[{"id": "a", "size": 9}, {"id": "b", "size": 9}, {"id": "c", "size": 9}])
    plan = a_plan(
        session,
        *(block(session, "module1", "2027-01-18", "2027-01-22", 60, group=group) for group in "ab"),
        block(session, "module1", "2027-01-18", "2027-01-22", 45, group="c"),
    )
    week = _weeks(session, plan)[date(2027, 1, 18)]
    assert [(line.groups, line.duration_min) for line in week.work] == [(("a", "b"), 60), (("c",), 45)]
    assert [(load.groups, load.asked_min) for load in week.loads] == [(("a", "b"), 60), (("c",), 45)]


def test_a_week_that_only_the_sole_trainers_zone_closes_says_whose_holiday_it_is():
    """Zone B is on holiday from 20 February to 7 March 2027, zone A from 13 to 28 February: the week of 1 March."""
    rennes = {"id": "durand", "name": "Alice Durand", "department": "35"}
    lyon = {"id": "petit", "name": "Paul Petit"}
    window = {"first": "2027-03-01", "last": "2027-03-12"}
    session = a_session(window=window, trainers=[rennes])
    first, second = weeks_of(session, a_plan(session), the_school())
    assert [spell.names for spell in first.closed] == [("Vacances d'hiver (Alice Durand)",)]
    assert (first.is_bare, second.closed) == (True, ())
    both = a_session(window=window, trainers=[rennes, lyon])
    assert [week.closed for week in weeks_of(both, a_plan(both), the_school())] == [(), ()], "the other is at work"
    off = a_session(window=window, trainers=[rennes], rules={"off": ["no_school_holidays"]})
    assert [week.closed for week in weeks_of(off, a_plan(off), the_school())] == [(), ()], "the rule is off"


def test_the_cap_of_a_derogation_and_of_a_short_week():
    session = a_session(
        window={"first": "2027-03-22", "last": "2027-04-09"},
        derogations=[{"week": "2027-W12", "cap": "3h", "reason": "stage"}],
        rules={"prorate_short_weeks": True},
    )
    plan = a_plan(session, *(block(session, "module1", first, first, 30) for first in ("2027-03-23", "2027-03-30")))
    weeks = weeks_of(session, plan, the_school())
    assert [[load.cap_min for load in week.loads] for week in weeks] == [[180], [90], []]  # 4 days of 5: 96 -> 90
    assert [week.derogation for week in weeks] == ["stage", None, None]


def test_closed_days_stand_together_and_say_why():
    session = a_session(department="57", window={"first": "2027-03-22", "last": "2027-05-14"})
    weeks = _weeks(session, a_plan(session))
    assert [(spell.first.day, spell.names) for spell in weeks[date(2027, 3, 22)].closed] == [(26, ("Vendredi saint",))]
    assert [(spell.first.day, spell.last.day, spell.names) for spell in weeks[date(2027, 5, 3)].closed] == [
        (6, 7, ("Pont de l'Ascension",))
    ]
    assert [week.first.isoformat() for week in weeks.values() if week.is_bare] == ["2027-04-19", "2027-04-26"]


def test_a_day_is_closed_where_it_is_for_any_group():
    session = a_session(
        window={"first": "2027-02-08", "last": "2027-03-12"},
        groups=[{"id": "lyon", "size": 9}, {"id": "rennes", "size": 9, "department": "35"}],
    )
    bare = [week.first.isoformat() for week in weeks_of(session, a_plan(session), the_school()) if week.is_bare]
    assert bare == ["2027-02-15", "2027-02-22", "2027-03-01"]  # zone A for two weeks, zone B for one more


def test_other_clocks_are_told():
    session = a_session(department="974", trainers=[{"id": "petit", "name": "Hélène Petit", "department": "75"}])
    plan = a_plan(session, place(session, "accueil", "2027-03-30 16:00"), place(session, "accueil", "2027-02-02 16:00"))
    session = session.model_copy(update={"window": session.window.model_copy(update={"last": date(2027, 4, 9)})})
    lines = [line for week in weeks_of(session, plan, the_school()) for line in week.live]
    told = [[(other.place.name, other.start.hour) for other in line.elsewhere] for line in lines]
    assert told == [[("Paris", 13)], [("Paris", 14)]]  # winter and summer in Paris; La Réunion has one clock


def test_a_plan_that_breaks_rules_is_shown_as_it_is():
    session = a_session()
    plan = a_plan(session, place(session, "accueil", "2027-01-16 10:00"))  # a Saturday
    week = _weeks(session, plan)[date(2027, 1, 11)]
    assert week.last == date(2027, 1, 16) and len(week.live) == 1
