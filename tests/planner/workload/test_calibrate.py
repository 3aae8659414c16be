"""Corrected factors: the worked case to the digit; few, many and wild records; what the interval is worth."""

import math
from fractions import Fraction
from random import Random

import pytest

from planner.workload.calibrate import FEWEST_RECORDS, Record, calibrate, corrected_factor, fit


def _logs(*ratios):
    return [math.log(ratio) for ratio in ratios]


def _records(*ratios, parcours="oral", phase="delivery"):
    return [
        Record(f"S{number:03}", parcours, phase, Fraction(str(ratio)) * 600, Fraction(600))
        for number, ratio in enumerate(ratios)
    ]


WORKED = [
    ((1.25, 1.40, 1.10, 1.30), 1.1664, 0.718, 1.894),
    ((0.8,) * 10, 0.8298, 0.520, 1.324),
]
"""workload.md, 4.4: ratios; factor, lowest and highest of the 80 % range."""


@pytest.mark.parametrize(("ratios", "factor", "low", "high"), WORKED, ids=["four ratios", "ten ratios of 0.8"])
def test_the_worked_case_to_the_digit(ratios, factor, low, high):
    found = corrected_factor("oral", "delivery", _records(*ratios))
    assert round(found.fit.factor, 4) == factor
    assert tuple(round(end, 3) for end in found.fit.range_80) == (low, high)
    assert found.applied and found.n == len(ratios) and not found.lessened and not found.sessions_set_aside


def test_the_mean_and_the_weight_of_the_worked_case():
    logs = _logs(1.25, 1.40, 1.10, 1.30)
    assert round(sum(logs) / 4, 4) == 0.2293
    assert round(fit(logs).mean / (sum(logs) / 4), 4) == 0.6711  # B = 4 / 5.96


def test_one_record_is_computed_and_not_applied():
    found = corrected_factor("oral", "delivery", _records(1.5))
    assert round(found.fit.factor, 4) == 1.1468
    assert not found.applied


def test_three_records_are_applied_and_two_are_not():
    assert [corrected_factor("oral", "delivery", _records(*[1.2] * n)).applied for n in (2, 3)] == [False, True]


def test_few_records_move_little_and_many_move_much():
    """Every session takes twice what was estimated: the factor goes from 1.26 to nearly 2 as they are noted."""
    factors = [fit(_logs(*[2.0] * n)).factor for n in (0, 1, 3, 10, 30, 300)]
    assert factors == sorted(factors)
    assert factors[0] == 1 and factors[1] < 1.3 and factors[4] > 1.9 and factors[5] > 1.99


def test_the_interval_narrows_as_records_come():
    widths = [high / low for low, high in (fit(_logs(*[1.2] * n)).interval_90 for n in (0, 1, 3, 10, 100))]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize("wild", [3, 5, 10, 20, 60, 1000, 1 / 10, 1 / 60], ids=str)
def test_a_wild_record_does_not_take_over(wild):
    """Five sessions near 1.2 and a wild one: the factor stays within 15 % of what the five say."""
    usual = [1.25, 1.40, 1.10, 1.30, 1.2]
    alone, beside = (corrected_factor("oral", "delivery", _records(*ratios)) for ratios in (usual, [*usual, wild]))
    assert abs(math.log(beside.fit.factor / alone.fit.factor)) < math.log(1.15)


def test_the_farther_a_record_lies_the_less_it_counts():
    usual = _logs(1.25, 1.40, 1.10, 1.30)
    weights = [fit([*usual, math.log(wild)]).weights[-1] for wild in (2, 4, 6, 10, 15, 30)]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == 1 and 0 < weights[3] < 0.5 and weights[-1] == 0


def test_a_record_without_weight_is_named_and_not_counted():
    """Three sessions and one that is 60 times too large leave the three as they are; two are too few to apply."""
    three = corrected_factor("oral", "delivery", _records(1.2, 1.2, 1.2, 60))
    assert (three.n, three.sessions_set_aside, three.applied) == (3, ("S003",), True)
    assert three.fit.factor == fit(_logs(1.2, 1.2, 1.2)).factor
    two = corrected_factor("oral", "delivery", _records(1.2, 1.2, 60))
    assert (two.n, two.applied) == (2, False)


def test_parcours_and_phases_are_corrected_apart():
    records = [
        *_records(1.4, 1.4, 1.4, parcours="oral", phase="review"),
        *_records(0.7, 0.7, 0.7, parcours="oral", phase="preparation"),
        *_records(2.0, parcours="neo", phase="delivery"),
    ]
    found = calibrate(records).factors
    assert [(factor.parcours, factor.phase, factor.n) for factor in found] == [
        ("neo", "delivery", 1),
        ("oral", "preparation", 3),
        ("oral", "review", 3),
    ]
    assert found[1].fit.factor < 1 < found[2].fit.factor


def test_the_order_of_the_records_does_not_matter():
    records = _records(1.25, 3.9, 1.1, 0.3, 12, 1.3, 0.9, 25)
    assert calibrate(records) == calibrate(records[::-1])


def test_nothing_noted_is_no_correction():
    assert calibrate([]) == calibrate([])
    assert calibrate([]).factors == () and calibrate([]).held_back is None


def test_held_back_records_are_predicted_better_where_the_estimate_is_off():
    """Twelve sessions near 1.5: before, each is off by ln 1.5 = 0.41 or so; corrected by the eleven others, by less."""
    random = Random(4)
    held = calibrate(_records(*[round(1.5 * math.exp(random.gauss(0, 0.15)), 4) for _ in range(12)])).held_back
    assert held.records == 12
    assert held.old.mean_log_error == pytest.approx(math.log(1.5), abs=0.1)
    assert held.new.mean_log_error < 0.6 * held.old.mean_log_error
    assert held.new.inside >= held.old.inside


def test_what_is_held_back_is_predicted_by_the_others_alone():
    """Of three records, one is predicted by the factor of two: ln 2 less 2 / 3.96 of ln 1, and so on round."""
    held = calibrate(_records(1.0, 1.0, 2.0)).held_back
    by_others = [abs(0 - math.log(2) / 3.96)] * 2 + [math.log(2)]
    assert held.new.mean_log_error == pytest.approx(sum(by_others) / 3)
    assert held.old.mean_log_error == pytest.approx(math.log(2) / 3)


def test_nothing_is_said_of_factors_that_are_not_applied():
    assert calibrate(_records(*[1.2] * (FEWEST_RECORDS - 1))).held_back is None


def test_ten_thousand_records_are_no_burden():
    """Leaving out one record at a time would cost the square of their number: a minute instead of an instant."""
    random = Random(2)
    held = calibrate(_records(*[round(math.exp(random.gauss(0.2, 0.35)), 4) for _ in range(10_000)])).held_back
    assert held.records == 10_000
    assert 0.75 < held.new.inside / held.records < 0.85


@pytest.mark.parametrize("records", [1, 4, 12, 40])
def test_the_true_factor_lies_in_the_stated_interval_nine_times_in_ten(records):
    """1,000 logs whose true factor is known, drawn as the model says factors and sessions vary."""
    random = Random(records)
    inside = 0
    for _ in range(1000):
        truth = random.gauss(0, 0.25)
        low, high = fit([random.gauss(truth, 0.35) for _ in range(records)]).interval_90
        inside += low <= math.exp(truth) <= high
    assert 870 <= inside <= 930


def test_the_interval_holds_with_a_wild_record_in_every_log():
    """The same, each log of 6 to 30 sessions with one more that is 4 to 60 times too large or too small."""
    random = Random(3)
    inside = 0
    for _ in range(1000):
        truth = random.gauss(0, 0.25)
        logs = [random.gauss(truth, 0.35) for _ in range(random.randint(6, 30))]
        wild = random.choice((-1, 1)) * random.uniform(math.log(4), math.log(60))
        low, high = fit([*logs, wild]).interval_90
        inside += low <= math.exp(truth) <= high
    assert 850 <= inside <= 950


def test_the_range_holds_the_next_session_eight_times_in_ten():
    random = Random(5)
    inside = 0
    for _ in range(1000):
        truth = random.gauss(0, 0.25)
        low, high = fit([random.gauss(truth, 0.35) for _ in range(5)]).range_80
        inside += low <= math.exp(random.gauss(truth, 0.35)) <= high
    assert 760 <= inside <= 840
