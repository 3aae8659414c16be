"""R9 as precedences: who waits for whom, and which of it follows from the rest."""

import pytest

from planner.ordering import precedences
from planner.posing import pose
from planner.problem import Precedence
from planner.session import Session
from tests.support.sessions import a_session, the_school
from tests.support.solver import live, remote

TWO = [{"id": "a", "size": 10}, {"id": "b", "size": 10}]


def found(session: Session) -> list[Precedence]:
    problem = pose(session, the_school())
    return list(precedences(session, problem.occurrences, problem.remotes))


def needed(*activities: dict[str, object], **more: object) -> set[tuple[str, str]]:
    """The pairs that the order binds and that do not follow from others, less the group where there is only one."""
    session = a_session(activities=list(activities), **more)
    pairs = {(p.before, p.after) for p in found(session) if p.reason == "order" and not p.implied}
    return {(before.removesuffix("@lyon"), after.removesuffix("@lyon")) for before, after in pairs}


@pytest.mark.parametrize(
    ("activities", "pairs"),
    [
        pytest.param([live("a"), live("b")], {("a", "b")}, id="order of the file"),
        pytest.param([live("a"), live("b"), live("c")], {("a", "b"), ("b", "c")}, id="a chain needs its links alone"),
        pytest.param([live("a"), remote("b"), live("c")], {("a", "b"), ("b", "c")}, id="remote work stands between"),
        pytest.param(
            [remote("a", before="c"), live("b"), live("c")], {("b", "c")}, id="before replaces what comes after"
        ),
        pytest.param(
            [live("a"), live("b"), remote("c", after="a")], {("a", "b")}, id="after replaces what comes before"
        ),
        pytest.param(
            [live("a"), remote("b", after="a"), live("c")],
            {("b", "c")},
            id="after keeps what comes after in the file",
        ),
        pytest.param(
            [remote("a", after="c"), live("b"), live("c"), live("d")],
            {("b", "c"), ("a", "d")},
            id="after what is further down: it stands there",
        ),
        pytest.param(
            [live("a"), remote("b"), live("c"), remote("d", before="b")],
            {("b", "c"), ("a", "d")},
            id="before what is further up: it stands there",
        ),
        pytest.param([live("a", before="b"), live("b")], {("a", "b")}, id="classes keep the order whatever they say"),
    ],
)
def test_order_of_the_file(activities: list[dict[str, object]], pairs: set[tuple[str, str]]) -> None:
    assert needed(*activities) == pairs


def test_only_those_who_share_a_group_wait() -> None:
    pairs = needed(live("x"), live("y"), groups=TWO)
    assert pairs == {("x@a", "y@a"), ("x@b", "y@b")}


def test_what_all_attend_waits_for_each_and_makes_each_wait() -> None:
    pairs = needed(live("x"), live("y", together=True), live("z"), groups=TWO)
    assert pairs == {("x@a", "y@a+b"), ("x@b", "y@a+b"), ("y@a+b", "z@a"), ("y@a+b", "z@b")}


def test_a_pair_is_implied_only_by_one_that_shares_a_group_with_both() -> None:
    """Group b does x and z; y, between them, is for a alone."""
    pairs = needed(live("x"), live("y", groups=["a"]), live("z"), groups=TWO)
    assert pairs == {("x@a", "y@a"), ("y@a", "z@a"), ("x@b", "z@b")}


@pytest.mark.parametrize(
    ("work", "pairs"),
    [
        pytest.param(
            {"before": "c2"}, {("c1@b", "r@b"), ("r@b", "c3@b")}, id="before a class of the others: the file holds"
        ),
        pytest.param(
            {"after": "c2"}, {("c1@b", "r@b"), ("r@b", "c3@b")}, id="after a class of the others: the file holds"
        ),
        pytest.param(
            {"before": ["c2", "c4"]},
            {("c1@b", "c3@b"), ("c1@b", "r@b")},
            id="before a class of the others and one of its own: its own binds it",
        ),
    ],
)
def test_a_link_to_what_a_group_does_not_do_says_nothing_to_it(
    work: dict[str, object], pairs: set[tuple[str, str]]
) -> None:
    only_a = live("c2", groups=["a"])
    found = needed(live("c1"), remote("r", **work), only_a, live("c3"), live("c4"), groups=TWO)
    of_b = {pair for pair in found if pair[0].endswith("@b")}
    assert of_b == pairs | {("c3@b", "c4@b")}


def test_a_link_over_what_a_group_does_not_do_leads_it_nowhere() -> None:
    """r1 is after r2, which is after c2: for b, who has no r2, r1 stands where it is written."""
    pairs = needed(
        remote("r1", after="r2"), live("c1"), live("c2"), remote("r2", after="c2", groups=["a"]), live("c3"), groups=TWO
    )
    assert {pair for pair in pairs if pair[0] == "r1@b"} == {("r1@b", "c1@b")}
    assert {pair for pair in pairs if pair[0] == "r1@a"} == {("r1@a", "c3@a")}


def test_links_carry_their_gaps() -> None:
    link = {"activity": "y", "min_gap": "3d", "max_gap": "2w"}
    session = a_session(activities=[remote("x", before=link), live("y")])
    assert [p for p in found(session) if p.reason == "link"] == [Precedence("x@lyon", "y@lyon", "link", 3, 14)]


@pytest.mark.parametrize(
    ("activities", "pairs"),
    [
        pytest.param([live("x"), live("y"), live("z")], [("x", "y"), ("y", "z")], id="one after the other"),
        pytest.param([live("x"), live("p", kind="in_person"), live("y")], [("x", "y")], id="over a day on site"),
        pytest.param([live("x"), remote("r"), live("y")], [("x", "y")], id="over remote work"),
        pytest.param([live("x")], [], id="one class"),
    ],
)
def test_class_gap_is_between_classes_that_follow(
    activities: list[dict[str, object]], pairs: list[tuple[str, str]]
) -> None:
    session = a_session(activities=activities, rules={"class_gap": {"min": "7d", "max": "21d"}})
    gaps = [p for p in found(session) if p.reason == "class_gap"]
    assert [(p.before, p.after) for p in gaps] == [(f"{before}@lyon", f"{after}@lyon") for before, after in pairs]
    assert {(p.min_gap_days, p.max_gap_days) for p in gaps} <= {(7, 21)}


def test_class_gap_of_groups_that_skip_a_class() -> None:
    activities = [live("x", together=True), live("y", groups=["a"]), live("z", together=True)]
    session = a_session(activities=activities, groups=TWO, rules={"class_gap": {"min": "7d"}})
    pairs = {(p.before, p.after) for p in found(session) if p.reason == "class_gap"}
    assert pairs == {("x@a+b", "y@a"), ("y@a", "z@a+b"), ("x@a+b", "z@a+b")}


def test_no_class_gap_where_none_is_asked() -> None:
    assert not [p for p in found(a_session()) if p.reason == "class_gap"]
