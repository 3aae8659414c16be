"""What holds for every session: more to do is never less work, a team saves what is stated, the parts are the whole."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from planner.reports.by_activity import by_activity
from planner.session import Session
from planner.workload.drivers import drivers
from planner.workload.flags import best_team_size, team_gain_min
from planner.workload.results import PHASES, Factor, Minutes
from planner.workload.weeks import spread_over_window
from planner.workload_input import DEPTHS, EXPERTISES
from tests.support.sessions import the_school
from tests.support.workload_cases import case_c, estimated, plan_c, usual_factors

WORKS = ("reading", "test", "forum", "production", "group_work")

activities = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(["virtual_class", "in_person"]),
                "duration": st.sampled_from(["45 min", "1h", "2h"]),
                "trainers_needed": st.integers(1, 2),
            }
        ),
        st.fixed_dictionaries(
            {
                "kind": st.just("remote_work"),
                "duration": st.sampled_from(["30 min", "1h30", "3h"]),
                "work": st.sampled_from(WORKS),
            }
        ),
    ),
    min_size=1,
    max_size=6,
)


@st.composite
def described(draw):
    """What a person describes, as keys of a file; trainers are enough for two to lead together."""
    sizes = draw(st.lists(st.integers(1, 60), min_size=1, max_size=4))
    team = draw(st.lists(st.sampled_from(EXPERTISES), min_size=2, max_size=7))
    shares = draw(st.lists(st.integers(0, 97), min_size=len(team), max_size=len(team)).filter(any))
    return {
        "id": "any",
        "title": "Any",
        "department": "69",
        "window": {"first": "2027-01-04", "last": "2027-05-28"},
        "contextualisation": draw(st.sampled_from(DEPTHS)),
        "reused_version": draw(st.booleans()),
        "assistance": draw(st.booleans()),
        "weeks": draw(st.one_of(st.none(), st.integers(1, 12))),
        "trainers": [
            {
                "id": f"t{number}",
                "name": "T",
                "expertise": expertise,
                "rerun": draw(st.booleans()),
                "common_share": share,
            }
            for number, (expertise, share) in enumerate(zip(team, shares, strict=True))
        ],
        "groups": [{"id": f"g{number}", "size": size} for number, size in enumerate(sizes)],
        "activities": [{"id": f"a{number}", "title": "A"} | each for number, each in enumerate(draw(activities))],
    }


def _total(keys):
    return estimated(Session.model_validate(keys)).total()


def _never_less(more, less):
    assert more.low >= less.low and more.likely >= less.likely and more.high >= less.high


@given(described(), st.data())
def test_more_participants_never_lower_a_total(keys, data):
    number = data.draw(st.integers(0, len(keys["groups"]) - 1))
    groups = [dict(group) for group in keys["groups"]]
    groups[number]["size"] += data.draw(st.integers(1, 40))
    _never_less(_total(keys | {"groups": groups}), _total(keys))


@given(described(), st.integers(1, 60))
def test_one_more_group_never_lowers_a_total(keys, size):
    _never_less(_total(keys | {"groups": [*keys["groups"], {"id": "more", "size": size}]}), _total(keys))


@given(described(), st.sampled_from(range(len(DEPTHS) - 1)))
def test_more_depth_never_lowers_a_total(keys, depth):
    deeper = keys | {"contextualisation": DEPTHS[depth + 1]}
    _never_less(_total(deeper), _total(keys | {"contextualisation": DEPTHS[depth]}))


@given(described(), st.data())
def test_more_expertise_never_raises_a_total(keys, data):
    number = data.draw(st.integers(0, len(keys["trainers"]) - 1))
    higher, lower = sorted(data.draw(st.lists(st.sampled_from(range(3)), min_size=2, max_size=2)))
    with_expertise = [
        keys | {"trainers": [each | ({"expertise": EXPERTISES[level]} if place == number else {})
                             for place, each in enumerate(keys["trainers"])]}
        for level in (higher, lower)
    ]  # fmt: skip
    _never_less(_total(with_expertise[1]), _total(with_expertise[0]))


@given(described(), st.sampled_from(EXPERTISES), st.booleans())
def test_one_more_in_the_team_lowers_a_total_by_no_more_than_is_stated(keys, expertise, rerun):
    """Of equals: each who joins saves at most what the larger team is said to gain beside the smaller one."""
    alike = {"expertise": expertise, "rerun": rerun}
    team = [trainer | alike | {"common_share": 1} for trainer in keys["trainers"]]
    larger = [*team, team[0] | {"id": "more"}]
    counted = drivers(Session.model_validate(keys | {"trainers": team}), None, the_school())
    before, after = (team_gain_min(counted, usual_factors(), size) for size in (len(team), len(larger)))
    smaller, found = (_total(keys | {"trainers": trainers}).likely for trainers in (team, larger))
    assert found >= smaller - max(0, after - before)


@given(
    st.lists(st.integers(0, 100), min_size=3, max_size=11).filter(any),
    st.lists(st.integers(1, 60), min_size=1, max_size=5),
)
def test_odd_shares_add_up_to_the_minute(shares, sizes):
    """Sevenths and elevenths of a team, groups of any size: nothing is lost, and nothing is rounded."""
    session = case_c(
        trainers=[{"id": f"t{n}", "name": "T", "common_share": share} for n, share in enumerate(shares)],
        groups=[{"id": f"g{n}", "size": size} for n, size in enumerate(sizes)],
    )
    found = estimated(session)
    parts = [found.total(trainer=trainer.id) for trainer in session.trainers]
    for end in ("low", "likely", "high"):
        assert sum(getattr(part, end) for part in parts) == getattr(found.total(), end)
    lines = [minutes.likely for line in by_activity(session, found) for minutes in line.phases.values()]
    assert sum(lines, Fraction(0)) == found.total().likely


_FLAG = st.booleans()


@given(st.integers(2, 8), st.sampled_from(DEPTHS), st.integers(1, 12), st.sampled_from(EXPERTISES), _FLAG, _FLAG)
def test_a_team_saves_what_is_stated_and_no_more(size, depth, weeks, expertise, rerun, reused):
    """`size` trainers with a group each, alone and as a team: the difference is the gain that the flags speak of."""

    def of(team, groups):
        trainers = [{"id": f"t{n}", "name": "T", "expertise": expertise, "rerun": rerun} for n in range(team)]
        return case_c(
            trainers=trainers,
            groups=[{"id": f"g{n}", "size": 20} for n in range(groups)],
            contextualisation=depth,
            weeks=weeks,
            reused_version=reused,
            window={"first": "2027-01-04", "last": "2027-05-28"},
        )

    team = of(size, size)
    gain = team_gain_min(drivers(team, None, the_school()), usual_factors(), size)
    assert estimated(team).total().likely == size * estimated(of(1, 1)).total().likely - gain


@given(described())
def test_the_best_team_is_the_one_that_gains_most(keys):
    counted = drivers(Session.model_validate(keys), None, the_school())
    gains = {size: team_gain_min(counted, usual_factors(), size) for size in range(1, 61)}
    best = best_team_size(counted, usual_factors())
    assert gains[best] == max(gains.values())
    assert all(gains[size] < gains[best] for size in range(1, best))


@given(described())
def test_the_sum_over_trainers_phases_and_components_is_the_total(keys):
    found = estimated(Session.model_validate(keys))
    whole = sum((share.minutes.likely for share in found.shares), Fraction(0))
    assert whole == found.total().likely
    assert whole == sum(found.total(trainer=each["id"]).likely for each in keys["trainers"])
    assert whole == sum(found.total(phase).likely for phase in PHASES)
    assert found.p10_min >= found.live_min


@given(described())
def test_each_figure_is_the_product_of_its_factors(keys):
    for share in estimated(Session.model_validate(keys)).shares:
        product = Minutes(Fraction(1), Fraction(1), Fraction(1))
        for factor in share.factors:
            value = factor.value
            product = product * value if isinstance(value, Minutes) else product.scaled(value)
        assert product == share.minutes
        assert share.factors[0].name == share.base
        assert all(isinstance(factor, Factor) and factor.source for factor in share.factors)


@given(described())
def test_the_weeks_add_up_to_the_total_and_none_is_closed(keys):
    session = Session.model_validate(keys)
    counted = drivers(session, None, the_school())
    found = estimated(session)
    loads, _ = spread_over_window(found.shares, counted, the_school())
    for phase in PHASES:
        for trainer in found.trainers:
            mine = [load.minutes.high for load in loads if (load.trainer, load.phase) == (trainer, phase)]
            assert sum(mine, Fraction(0)) == found.total(phase, trainer).high
    closed = {"2027-02-15", "2027-02-22", "2027-04-12", "2027-04-19"}  # zone A: winter and spring
    assert not closed & {load.week.isoformat() for load in loads}


def test_a_plan_moves_hours_between_trainers_and_changes_no_total_of_equals():
    """Three confirmed trainers, two groups each in the plan: the same hours as shared evenly."""
    session = case_c()
    assert estimated(session, plan_c(session)).total() == estimated(session).total()
