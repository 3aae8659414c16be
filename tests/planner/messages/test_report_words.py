"""Every part, base, coefficient, unit and phase of the workload has its words in both languages."""

from fractions import Fraction
from typing import get_args

import pytest

from planner.messages import coefficients
from planner.messages.coefficients import base_text, coefficient_name, coefficient_unit, source_text
from planner.messages.reports import component_name, hours, hours_range, kind_name, number, phase_name
from planner.messages.texts import LANGUAGES, Texts
from planner.session import ActivityKind
from planner.workload.factors import Factors
from planner.workload.results import COMPONENTS, PHASES
from tests.support.estimates import minutes

FRENCH, ENGLISH = Texts("fr"), Texts("en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_has_a_name(lang: str) -> None:
    texts = Texts(lang)
    assert len({component_name(component, texts) for component in COMPONENTS}) == len(COMPONENTS)
    assert len({phase_name(phase, texts) for phase in PHASES}) == 3
    assert len({kind_name(kind, texts) for kind in get_args(ActivityKind)}) == 4


def test_every_coefficient_of_the_file_is_named_in_words() -> None:
    named = {*coefficients._work(FRENCH), *coefficients._multipliers(FRENCH), *coefficients._signals(FRENCH)}
    assert named == {*Factors.load().coefficients, "calibration", *(f"calibration_{phase}" for phase in PHASES)}


def test_every_unit_and_source_is_said() -> None:
    for used in Factors.load().coefficients.values():
        same = {"minutes", "participants"}
        assert coefficient_unit(used.unit, FRENCH) != used.unit or used.unit in same
        assert source_text(used.source, ENGLISH) != "ours"


def test_what_is_new_is_called_by_its_id() -> None:
    assert coefficient_name("new_one", FRENCH) == "new_one"
    assert coefficient_unit("parsecs", FRENCH) == "parsecs"
    assert base_text("new_base", Fraction(2), FRENCH) == "new_base 2"
    assert source_text("Someone, 2010", FRENCH) == "Someone, 2010"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0 min"),
        (1, "less than 15 min"),
        (7, "less than 15 min"),
        (8, "15 min"),
        (2192, "36 h 30"),
        (2197.5, "36 h 45"),
    ],
)
def test_hours_to_the_quarter(value: float, shown: str) -> None:
    """Half a quarter counts as a whole one; what is not nothing is not shown as nothing."""
    assert hours(Fraction(str(value)), ENGLISH).replace("\xa0", " ") == shown


def test_ranges() -> None:
    assert hours_range(minutes(60, 90, 120), FRENCH).replace("\xa0", " ") == "1 h – 2 h"
    assert hours_range(minutes(60, 60, 60), FRENCH).replace("\xa0", " ") == "1 h"


def test_numbers_of_the_language() -> None:
    assert [number(Fraction(3, 4), texts) for texts in (FRENCH, ENGLISH)] == ["0,75", "0.75"]
    assert number(Fraction(24), FRENCH) == "24"
    assert number(Fraction(12, 7), FRENCH) == "1,714"
