"""The coefficients: one readable file, each with its source; what others write instead, and who wins."""

import re
from fractions import Fraction

import pytest

from planner.workload.factors import FACTORS_FILE, Factors
from planner.workload.results import Minutes
from planner.workload_input import Coefficients, FactorsFile
from tests.support.workload_cases import case_a, estimated

USUAL = Factors.load()


def test_the_file_and_the_keys_a_session_may_write_are_the_same():
    assert set(USUAL.coefficients) == set(Coefficients.model_fields)


@pytest.mark.parametrize("used", USUAL.coefficients.values(), ids=lambda used: used.name)
def test_each_has_a_source_a_unit_and_a_range_in_order(used):
    assert used.source and used.unit and used.origin == "default"
    assert used.value.low <= used.value.likely <= used.value.high


def test_each_component_of_the_model_is_named_in_the_file():
    text = FACTORS_FILE.read_text(encoding="utf-8")
    for component in ("P1", "P2", "P3", "P4", *(f"D{number}" for number in range(1, 13)), "D5b", "R1", "R2", "R3"):
        assert re.search(rf"\b{component}\b", text), component


def _file(**keys):
    return FactorsFile.model_validate(keys)


def test_the_session_wins_over_the_academy_and_the_last_file_over_the_first():
    first, last = (
        _file(workload={"forum": 5, "feedback": 7}),
        _file(workload={"forum": {"low": 1, "default": 6, "high": 9}}),
    )
    factors = Factors.load(("académie.yaml", first), ("calibration.yaml", last))
    assert factors.range("forum") == Minutes(Fraction(1), Fraction(6), Fraction(9))
    assert factors.coefficients["forum"].origin == "calibration.yaml"
    assert factors.coefficients["feedback"].origin == "académie.yaml"
    found = estimated(case_a(workload={"forum": 10}), factors=factors)
    assert found.of_component("D6").likely == 24 * 4 * 10
    used = {used.name: used for used in found.factors_used}
    assert used["forum"].origin == "case-a"
    assert USUAL.range("forum").likely == 3  # the usual ones stay what they are


def test_decimals_are_exact():
    assert _file(workload={"rerun": 0.3}).workload.rerun.default == Fraction(3, 10)


def _calibrated(factor, phase="delivery", parcours="neo"):
    entry = {"parcours": parcours, "phase": phase, "factor": factor, "low": 0.7, "high": 1.9, "records": 4}
    return Factors.load(("calibration.yaml", _file(calibration=[entry])))


def test_a_corrected_phase_is_the_models_times_its_factor_and_live_time_stays():
    found = estimated(case_a(parcours_id="neo"), factors=_calibrated(1.25))
    assert found.total("delivery").likely == Fraction(5, 4) * 1253
    assert found.of_component("D1").likely == 180 and found.of_component("D3").likely == 120
    assert found.total("preparation").likely == 801
    assert {factor.name for share in found.shares for factor in share.factors} >= {"calibration"}


def test_a_corrected_phase_never_falls_below_live_time():
    found = estimated(case_a(parcours_id="neo"), factors=_calibrated(0.1))
    assert found.total("delivery").likely == 300


def test_another_parcours_is_not_corrected():
    assert estimated(case_a(parcours_id="autre"), factors=_calibrated(1.25)).total().likely == 2192
    assert estimated(case_a(), factors=_calibrated(1.25)).total().likely == 2192
