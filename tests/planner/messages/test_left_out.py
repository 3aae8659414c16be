"""Why a session is left out, in full: each reason in both languages, and what is worth how much of it."""

from fractions import Fraction

import pytest

from planner.academy import LeftOut
from planner.messages.left_out import left_out_lines, percent
from planner.messages.texts import LANGUAGES, Texts
from tests.support.academies import planned


def lines(left_out: LeftOut, lang: str = "en") -> list[str]:
    session = planned().session(left_out.session)
    return [line.replace("\xa0", " ") for line in left_out_lines(left_out, session, Texts(lang))]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_reason_is_said(lang: str) -> None:
    for left_out in planned().result.left_out:
        said = lines(left_out, lang)
        assert said and all("{" not in line and line.strip() for line in said)


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        (LeftOut("c", "alone"), "It has no plan, even by itself."),
        (LeftOut("c", "time"), "No plan was found in the time given; whether there is one is not known."),
        (
            LeftOut("c", "together"),
            "It has a plan by itself, and none beside the others, with whom it shares people or rooms.",
        ),
        (
            LeftOut("c", "together", others=("a",)),
            "It has a plan by itself, and none beside the plan of a, which shares its people or rooms.",
        ),
    ],
)
def test_without_repairs(left_out: LeftOut, expected: str) -> None:
    assert lines(left_out) == [expected]


def test_repairs_are_numbered() -> None:
    said = lines(planned().result.left_out[1])
    assert said[1] == "This change was tried and gives a plan beside all others:"
    assert said[2].startswith("  1. end on Friday 19 February 2027")
    assert said[3].startswith("     the plan then goes from")


@pytest.mark.parametrize(
    ("part", "french", "english"),
    [
        (Fraction(0), "0 %", "0 %"),
        (Fraction(14, 1000), "1,4 %", "1.4 %"),
        (Fraction(2), "200 %", "200 %"),
        (Fraction(1, 10**6), "moins de 0,1 %", "less than 0.1 %"),
        (None, "–", "–"),
    ],
)
def test_parts_of_a_hundred(part: Fraction | None, french: str, english: str) -> None:
    said = [percent(part, Texts(lang)).replace("\xa0", " ") for lang in ("fr", "en")]
    assert said == [french, english]
