"""The designer's booklet: adjusted, never overwritten, and never lowered by expertise or contextualisation alone."""

from fractions import Fraction

import pytest

from planner.messages.texts import Texts
from planner.messages.workload import by_booklet_text
from tests.support.workload_cases import BOOKLET, case_a, case_b, case_c, estimated

NOVICE = {"participants": 24, "expertise": "novice", "contextualisation": "deep"}


def _lines(session):
    return {line.phase: line for line in estimated(session).booklet}


def test_the_figure_stays_where_only_expertise_and_depth_would_lower_it():
    """Written for a novice who fits the parcours deeply, run by a confirmed trainer who fits it lightly."""
    lines = _lines(case_a(booklet=BOOKLET | {"conditions": NOVICE}))
    assert {phase: (line.adjusted.likely, line.kept) for phase, line in lines.items()} == {
        "preparation": (360, True), "delivery": (720, True), "review": (120, True)
    }  # fmt: skip
    assert all(line.ratio < 1 for line in lines.values())


def test_fewer_participants_lower_it():
    line = _lines(case_a(booklet=BOOKLET, groups=[{"id": "lyon", "size": 12}]))["delivery"]
    assert line.ratio < 1 and not line.kept
    assert line.adjusted.likely == 720 * line.ratio
    assert line.reasons == ("participants",)


def test_a_rerun_lowers_it():
    again = [{"id": "durand", "name": "Alice Durand", "rerun": True}]
    line = _lines(case_a(booklet=BOOKLET, trainers=again))["preparation"]
    # taking in the course falls from 540 to 162 of 801 minutes
    assert line.adjusted.likely == 360 * Fraction(801 - 378, 801)
    assert line.reasons == ("rerun",)


def test_of_several_reasons_expertise_takes_nothing_away():
    """Half the participants, and confirmed instead of novice: the figure falls by what the participants alone do."""
    booklet = BOOKLET | {"conditions": {"participants": 24, "expertise": "novice"}}
    half = {"groups": [{"id": "lyon", "size": 12}], "booklet": booklet}
    novice = [{"id": "durand", "name": "Alice Durand", "expertise": "novice"}]
    mine, theirs = _lines(case_a(**half))["delivery"], _lines(case_a(**half, trainers=novice))["delivery"]
    assert mine.adjusted.likely == theirs.adjusted.likely < 720


def test_the_range_is_that_of_the_model_around_the_adjusted_figure():
    line = _lines(case_b(booklet=BOOKLET))["preparation"]
    model = estimated(case_b()).total("preparation")
    assert line.adjusted.high / line.adjusted.likely == model.high / model.likely


def test_it_is_about_the_designers_durations():
    longer = case_a(booklet=BOOKLET)  # the forum made twice as long by the trainer
    changed = tuple(
        each.model_copy(update={"duration_min": 240, "designer_duration_min": 120}) if each.id == "forum" else each
        for each in longer.activities
    )
    line = _lines(longer.model_copy(update={"activities": changed}))["preparation"]
    # two hours more of 9: 120 minutes of taking in, 48 of fitting
    assert line.adjusted.likely == 360 * Fraction(801 + 168, 801)
    assert line.reasons == ("durations",)


def test_a_booklet_of_one_phase_says_nothing_of_the_others():
    assert list(_lines(case_a(booklet={"delivery": "12h"}))) == ["delivery"]


NOTHING = {"group_review": 0, "participant_review": 0, "report": 0, "debriefing": 0}


def test_where_the_model_gives_nothing_the_figure_stays_as_it_is():
    found = estimated(case_a(booklet=BOOKLET, workload=NOTHING))
    review = found.booklet[-1]
    assert (review.phase, review.adjusted.likely, review.ratio, review.reasons) == ("review", 120, 1, ("no_model",))
    assert not review.adjusted.spread


def test_where_everything_is_saved_the_figure_is_nothing():
    """Coefficients of 0 but for what a re-run saves wholly: the booklet's preparation is that of a first run."""
    nothing = {"contextualisation_light": 0, "group_opening": 0, "kick_off_meeting": 0, "rerun": 0}
    team = [{"id": "durand", "name": "Alice Durand", "rerun": True}]
    found = estimated(case_a(booklet={"preparation": "6h"}, workload=nothing, trainers=team))
    assert found.booklet[0].adjusted.high == 0 and found.booklet[0].ratio == 0
    assert by_booklet_text(found, Texts("en"))
    assert "far_from_booklet" not in {flag.kind for flag in found.flags}


def test_no_booklet_is_said():
    assert "no_booklet" in {flag.kind for flag in estimated(case_a()).flags}
    assert estimated(case_a()).booklet == ()


@pytest.mark.parametrize(("minutes", "flagged"), [("18h", True), ("19h", False)])
def test_twice_as_much_as_the_booklet_is_said(minutes, flagged):
    """The model gives 36.5 h; half of it is 18.27 h."""
    hours = int(minutes.removesuffix("h"))
    booklet = {"preparation": f"{hours - 14}h", "delivery": "12h", "review": "2h", "conditions": {"participants": 24}}
    flags = {flag.kind for flag in estimated(case_a(booklet=booklet)).flags}
    assert ("far_from_booklet" in flags) is flagged


def test_many_groups_and_a_team_raise_it():
    lines = _lines(case_c(booklet=BOOKLET | {"conditions": {"participants": 20, "contextualisation": "medium"}}))
    assert lines["preparation"].reasons == ("team", "groups", "assistance")
    assert lines["delivery"].adjusted.likely > 4 * 720
