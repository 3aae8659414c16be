"""From rows of a log to records: one for each session and phase, beside what was estimated for those who noted."""

from fractions import Fraction

import pytest

from planner.messages.findings import finding_text
from planner.messages.texts import LANGUAGES, Texts
from planner.workload.noted import Noted, reckon

LIKELY = {
    ("S1", "delivery", None): Fraction(1200),
    ("S1", "delivery", "durand"): Fraction(800),
    ("S1", "delivery", "martin"): Fraction(400),
    ("S1", "review", "martin"): Fraction(0),
    **{(f"S{number}", "delivery", None): Fraction(600) for number in range(2, 8)},
}


def _row(row, session, noted_min, *, phase="delivery", parcours="oral", trainer=None, estimated_min=None):
    estimated = None if estimated_min is None else Fraction(estimated_min)
    return Noted(row, session, phase, Fraction(noted_min), parcours, trainer, estimated)


def _reckoned(*rows):
    return reckon(rows, LIKELY, "heures.csv")


def _pairs(reckoned):
    return [(record.noted_min, record.likely_min) for record in reckoned.records]


def _found(reckoned):
    return [(finding.line, finding.id) for finding in reckoned.findings]


def test_trainers_of_a_session_make_one_record():
    """900 and 500 minutes, where 800 and 400 were estimated: 1400 of 1200."""
    rows = _row(2, "S1", 900, trainer="durand"), _row(3, "S1", 500, trainer="martin")
    assert _pairs(_reckoned(*rows)) == [(1400, 1200)]


def test_who_noted_nothing_does_not_make_the_session_look_short():
    assert _pairs(_reckoned(_row(2, "S1", 900, trainer="durand"))) == [(900, 800)]


def test_hours_noted_bit_by_bit_add_up():
    rows = [_row(row, "S1", 300, trainer="durand") for row in (2, 3, 4)]
    assert _pairs(_reckoned(*rows)) == [(900, 800)]
    rows = [_row(row, "S2", 300, estimated_min=500) for row in (2, 3)]
    assert _pairs(_reckoned(*rows)) == [(600, 500)]


def test_a_row_that_names_nobody_speaks_of_the_whole_team():
    assert _pairs(_reckoned(_row(2, "S1", 900), _row(3, "S1", 200, trainer="durand"))) == [(1100, 1200)]


def test_the_log_s_own_estimate_wins():
    assert _pairs(_reckoned(_row(2, "S2", 900, estimated_min=700))) == [(900, 700)]


def test_a_record_names_nobody():
    reckoned = _reckoned(_row(2, "S1", 900, trainer="durand"), _row(3, "S2", 500))
    assert "durand" not in repr(reckoned)


def test_hours_of_one_person_alone_are_known_as_such():
    alone = [
        _row(2, "S2", 600, trainer="durand", estimated_min=600),
        _row(3, "S3", 600, trainer="durand", estimated_min=6),
    ]
    assert _reckoned(*alone).of_one_trainer == {("oral", "delivery")}
    two = [*alone, _row(4, "S4", 600, trainer="martin", estimated_min=600)]
    nobody = [*alone, _row(4, "S4", 600)]
    assert _reckoned(*two).of_one_trainer == _reckoned(*nobody).of_one_trainer == set()


GOOD = _row(9, "S2", 700)
BAD = [
    ("log-no-parcours", [_row(2, "S3", 600, parcours=None)]),
    ("log-no-estimate", [_row(2, "S9", 600)]),
    ("log-nothing-estimated", [_row(2, "S1", 600, phase="review", trainer="martin")]),
    ("log-estimates-differ", [_row(2, "S3", 600, estimated_min=500), _row(3, "S3", 600, estimated_min=400)]),
    ("log-parcours-differ", [_row(2, "S3", 600), _row(3, "S3", 600, parcours="neo")]),
    ("log-sixty-times", [_row(2, "S3", 30_000)]),
    ("log-sixty-times", [_row(2, "S3", 10)]),
]


@pytest.mark.parametrize(("message", "rows"), BAD, ids=[f"{n}-{row[0]}" for n, row in enumerate(BAD)])
def test_bad_rows_are_listed_and_the_good_one_counts(message, rows):
    reckoned = _reckoned(*rows, GOOD)
    assert _found(reckoned) == [(row.row, message) for row in rows]
    assert _pairs(reckoned) == [(700, 600)]
    for lang in LANGUAGES:
        assert finding_text(reckoned.findings[0], Texts(lang)).startswith("heures.csv:2: ")


def test_minutes_noted_as_hours_are_seen_beside_others_who_take_long():
    """Twice the estimate is usual here: 60 times that is 120 times the estimate; three times it is no error."""
    usual = [_row(row, f"S{row}", 1200) for row in (2, 3, 4, 5)]
    assert _found(_reckoned(*usual, _row(6, "S6", 1800), _row(7, "S7", 72_000))) == [(7, "log-sixty-times")]


def test_a_whole_log_in_minutes_does_not_agree_with_itself():
    rows = [_row(row, f"S{row}", 36_000) for row in range(2, 8)]
    assert len(_reckoned(*rows).findings) == 6


def test_a_short_note_among_several_is_no_error():
    """Ten minutes one day, ten hours another."""
    assert not _reckoned(_row(2, "S2", 10), _row(3, "S2", 600)).findings
