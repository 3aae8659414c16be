"""What an inspector should look at is said in both languages, with its figures."""

import re
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from planner.messages.flags import booklet_text, flag_text, week_flags_texts
from planner.messages.texts import LANGUAGES, Texts
from planner.workload.results import BookletLine, Flag
from tests.support.estimates import minutes
from tests.support.sessions import a_session

WEEK = {"likely_min": Fraction(400), "high_min": Fraction(700), "limit_min": Fraction(360)}
TEAM = {"size": 7, "best": 5, "best_gain_min": Fraction(1140)}
FLAGS: list[tuple[str, dict[str, Any], str]] = [
    (
        "tutoring_rate",
        {"rate": Fraction(1, 5), "low": Fraction(1, 100), "high": Fraction(12, 100)},
        "Accompanying remote work takes 20 % of the learners’ time; 1 % to 12 % is usual.",
    ),
    ("reinforced_group", {"group": "lyon", "size": 22, "limit": Fraction(20)}, "Group lyon has 22 participants;"),
    ("large_group", {"group": "lyon", "size": 32, "limit": Fraction(30)}, "more than 30 are advised against."),
    (
        "long_class",
        {"activity": "retour1", "duration_min": 120, "limit_min": Fraction(90)},
        "lasts 2 h; more than 1 h 30",
    ),
    ("team_beyond_break_even", {**TEAM, "gain_min": Fraction(996)}, "A team of 7 saves 16 h 30 beside 7 trainers"),
    ("team_beyond_break_even", {**TEAM, "gain_min": Fraction(-60)}, "A team of 7 works 1 h more than 7 trainers"),
    (
        "team_beyond_break_even",
        {"size": 2, "best": 1, "gain_min": Fraction(-60), "best_gain_min": Fraction(0)},
        "A team of 2 works 1 h more than 2 trainers who each work alone: for this course",
    ),
    ("no_booklet", {}, "The course has no designer’s booklet"),
    (
        "far_from_booklet",
        {"model_min": Fraction(2400), "adjusted_min": Fraction(960), "ratio": Fraction(5, 2)},
        "The model gives 40 h, the designer’s booklet for the same phases 16 h: 2.5 times as much.",
    ),
    (
        "far_from_booklet",
        {"model_min": Fraction(2400), "adjusted_min": Fraction(0), "ratio": None},
        "The model gives 40 h, the designer’s booklet for the same phases nothing.",
    ),
    ("booklet_incomplete", {"phases": ("review",)}, "gives no figure for: review. There the model stands alone."),
    (
        "changed_duration",
        {"activity": "retour1", "duration_min": 120, "designer_min": 90},
        "“Retour d'expérience” lasts 2 h here; the designer’s estimate is 1 h 30.",
    ),
    (
        "corrected",
        {"phase": "preparation", "factor": Fraction("1.1664"), "source": "c.yaml (heures.csv): n = 4, × 0.92–1.48"},
        "Preparation: multiplied by 1.17, as noted hours say (c.yaml (heures.csv): n = 4, × 0.92–1.48).",
    ),
    ("led_by_nobody", {"activity": "accueil", "groups": ("lyon",)}, "Nobody of the team leads “Accueil” for lyon"),
    (
        "unknown_school_days",
        {"zone": "A", "day": date(2028, 9, 4), "last_known": date(2028, 8, 31)},
        "the school calendar of zone A is published until Thursday 31 August 2028.",
    ),
]


@pytest.mark.parametrize(
    ("kind", "facts", "said"), FLAGS, ids=[f"{row[0]}-{number}" for number, row in enumerate(FLAGS)]
)
def test_every_flag_is_said(kind: str, facts: dict[str, Any], said: str) -> None:
    flag = Flag(kind, "durand", date(2027, 1, 11), facts)
    assert said in flag_text(flag, a_session(), Texts("en")).replace("\xa0", " ")
    assert not re.search(r"\{|Fraction", flag_text(flag, a_session(), Texts("fr")))


def test_the_weeks_of_a_trainer_are_one_sentence_for_each_kind() -> None:
    days = date(2027, 1, 11), date(2027, 1, 18)
    flags = [Flag(kind, "durand", day, WEEK) for day in days for kind in ("vigilance", "overload", "high_overload")]
    flags.append(Flag("overload", "petit", days[0], WEEK | {"likely_min": Fraction("360.5")}))
    said = week_flags_texts([*flags, Flag("no_booklet")], str.capitalize, Texts("en"))
    assert [text.replace("\xa0", " ") for text in said] == [
        "Durand, over the limit of 6 h, 2 weeks: Mon 11 Jan (6 h 45), Mon 18 Jan (6 h 45).",
        "Durand, if all takes long far over the limit of 6 h, 2 weeks: Mon 11 Jan (11 h 45), Mon 18 Jan (11 h 45).",
        "Durand, near the limit of 6 h, 2 weeks: Mon 11 Jan (6 h 45), Mon 18 Jan (6 h 45).",
        "Petit, over the limit of 6 h, 1 week: Mon 11 Jan (6 h 01).",
    ]


def test_every_kind_of_flag_has_a_text() -> None:
    from planner.messages import flags

    assert {kind for kind, _, _ in FLAGS} == set(flags._TEXTS)


def test_a_kind_there_is_none_of() -> None:
    with pytest.raises(KeyError):
        flag_text(Flag("unheard-of"), a_session(), Texts("fr"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_the_booklet_s_figure_changes(lang: str) -> None:
    line = BookletLine("delivery", Fraction(60), Fraction(1), minutes(1, 2, 3), False, ("team", "groups"))
    assert (
        booklet_text(line, Texts(lang))
        == {
            "en": "the size of the team and the number of groups",
            "fr": "la taille de l’équipe et le nombre de groupes",
        }[lang]
    )


def test_a_booklet_that_is_kept_says_so() -> None:
    line = BookletLine("delivery", Fraction(60), Fraction(1, 2), minutes(1, 2, 3), True)
    assert booklet_text(line, Texts("en")) == "expertise and lighter fitting never lower the booklet’s figure"
    same = BookletLine("delivery", Fraction(60), Fraction(1), minutes(1, 2, 3), False)
    assert booklet_text(same, Texts("en")) == "same conditions"
