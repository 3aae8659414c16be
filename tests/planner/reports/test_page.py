"""The page of a session's workload. To rewrite the reference: PLANNER_REWRITE=1 pytest <this file>."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from planner.messages.texts import LANGUAGES, Texts
from planner.plan import Plan
from planner.reports.html import TEMPLATES
from planner.reports.page import workload_page
from planner.session import Session
from planner.workload.results import Estimate, Flag, UsedFactor
from tests.support.cases import case, same_as_written
from tests.support.estimates import an_estimate, minutes
from tests.support.pages import HOSTILE, Page, keeps_what_pages_must
from tests.support.sessions import a_good_plan, a_session, the_school

NOVEMBER = "calendars_over_11_november"
MONDAY = date(2027, 1, 11)
TWO = [{"id": "durand", "name": "Alice Durand"}, {"id": "petit", "name": "Paul Petit", "expertise": "novice"}]


def page_of(session: Session, plan: Plan | None, estimate: Estimate, lang: str = "fr") -> Page:
    return keeps_what_pages_must(workload_page(session, plan, estimate, the_school(), Texts(lang)), lang)


def a_page(lang: str = "fr", **overrides: Any) -> Page:
    session = a_session(**overrides)
    return page_of(session, a_good_plan(session), an_estimate(session, MONDAY), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_byte_for_byte(lang: str) -> None:
    session, plan = case(NOVEMBER)
    data = workload_page(session, plan, an_estimate(session, date(2026, 11, 2)), the_school(), Texts(lang))
    same_as_written("workload_over_11_november", f"{lang}.html", data)


def test_the_hours_of_each_trainer_and_of_all() -> None:
    page = a_page(trainers=TWO)
    table = page.all("table")[0]
    rows = [" ".join(row.text.split()) for row in page.all("tr") if row.around and row.around.around is table]
    assert rows[1] == (
        "Alice Durand 13 h 15 8 h 30 – 22 h 15 18 h 45 11 h 45 – 36 h 45 2 h 15 1 h 15 – 4 h 30"
        " 34 h 30 21 h 30 – 63 h 30"
    )
    assert rows[2].startswith("Paul Petit 13 h 15")
    assert rows[3] == (
        "Session 26 h 45 16 h 45 – 44 h 30 37 h 30 23 h 30 – 73 h 30 4 h 30 2 h 15 – 9 h 15 69 h 42 h 45 – 127 h 15"
    ), "added before they are rounded"


def test_the_drawing_and_the_table_have_the_same_weeks() -> None:
    page = a_page()
    drawing = next(svg for svg in page.all("svg") if svg.attributes.get("role") == "img")
    assert "les mêmes chiffres" in drawing.text
    weeks = re.findall(r"\bS(\d\d) (?:lun\.)", page.body.replace("\xa0", " "))
    shown = [text.text for text in page.all("text") if text.attributes.get("class") == "mid"]
    assert [f"{int(number):02}" for number in shown] == [week for week in weeks if week in weeks][: len(shown)]
    assert len(shown) == 11, "from the first preparation to the last review, a week without work included"


def test_marks_are_letters_and_words_not_colour_alone() -> None:
    page = a_page()
    letters = [text.text for text in page.all("text") if text.attributes.get("class") == "letter"]
    assert letters == ["P", "D"]
    remarks = [span.text for span in page.all("span") if (span.attributes.get("class") or "").startswith("flag ")]
    assert remarks == ["près de la limite", "au-dessus de la limite"]


def test_phases_differ_by_pattern() -> None:
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    fills = [re.findall(rf"svg \.{phase} {{ fill: ([^;]+);", style) for phase in ("preparation", "delivery", "review")]
    assert [len(fill) for fill in fills] == [1, 1, 1]
    assert sum("url(#pattern-" in fill[0] for fill in fills) == 2, "two patterns and one plain"
    assert len({fill[0] for fill in fills}) == 3


def test_contrast_of_text() -> None:
    """WCAG 2.1, 1.4.3: at least 4.5."""
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", style))
    for text in ("ink", "quiet", "deep", "warn", "alarm"):
        for ground in ("paper", "faint", "alarm-faint"):
            assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert _contrast("#ffffff", colours["deep"]) >= 4.5
    assert _contrast(colours["ink"], "#d9dfe6") >= 4.5, "public holidays"
    assert _contrast(colours["quiet"], "#aab5c1") >= 2.9, "a number over a thin line of the holidays' pattern"


def _contrast(one: str, other: str) -> float:
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_year_says_in_words_what_it_shows() -> None:
    page = a_page("en")
    cells = [" ".join(cell.text.split()) for cell in page.all("td")]
    assert "12 virtual class" in cells
    assert "18 work at one’s own pace" in cells
    assert "24 Vacances de Noël" in cells
    assert "11 Armistice" in cells
    assert len([caption for caption in page.all("caption") if re.fullmatch(r"\w+ 202[67]", caption.text)]) == 12


def test_what_takes_place_week_by_week() -> None:
    body = a_page().body
    assert "S02 lun. 11 janv. – ven. 15 janv. classe virtuelle mar. 12 janv. 17:00–18:00 Accueil Alice Durand" in body
    assert "S03 lun. 18 janv. – ven. 22 janv. travail à distance lun. 18 janv. – ven. 22 janv. : Observer sa" in body


def test_derogations_and_rules_switched_off_are_said() -> None:
    derogation = {"week": "2027-W03", "cap": "3h", "reason": "la semaine du stage"}
    body = a_page("en", derogations=[derogation], rules={"off": ["weekly_cap"]}).body
    assert "Derogation in the week of Monday 18 January 2027: 3 h instead of 2 h. Reason: la semaine du stage" in body
    assert "Switched off for this session: weekly cap (R5)." in body


def test_without_a_plan_the_page_says_what_it_lacks() -> None:
    session = a_session()
    page = page_of(session, None, replace(an_estimate(session, MONDAY), weeks=()), "en")
    assert "The session has no plan here" in page.body
    assert "Load of each week" not in page.body
    assert "Busiest week" not in page.body
    assert "The year at a glance" in page.body


def test_how_each_figure_came_about() -> None:
    body = a_page("en").body
    assert "P1 taking in the course learner_hours 9 × taking in the course 2 (from 1 to 4) × novice trainer" in body
    assert "taking in the course 1 2 4 hours per learner hour assumption of this program" in body
    assert "weekly limit of a trainer 6 6 6 hours per week E14 written in academie.yaml" in body


def test_the_booklet_stands_beside_and_is_not_replaced() -> None:
    body = a_page("en").body
    assert "By the designer’s booklet, for this session 30 h 18 h 15 – 55 h booklet: 18 h" in body
    assert "Preparation 6 h × 3 18 h 10 h – 31 h 45 13 h 15" in body
    assert "the team’s expertise" in body
    assert "Delivery 12 h × 0.9 12 h 8 h 15 – 23 h 15" in body
    assert "never lower the booklet’s figure" in body


def test_flags_are_sentences() -> None:
    session = a_session()
    flags = (
        Flag("reinforced_group", facts={"group": "lyon", "size": 22, "limit": Fraction(20)}),
        Flag("team_beyond_break_even", facts={"size": 7, "best": 5, "gain_min": Fraction(996), "best_gain_min": 1140}),
    )
    page = page_of(session, None, replace(an_estimate(session, MONDAY), flags=flags), "en")
    assert "Group lyon has 22 participants; above 20, plan reinforced facilitation." in page.body
    assert "A team of 7 saves 16 h 30 beside 7 trainers who each work alone; a team of 5" in page.body


def test_beyond_the_published_calendar_nothing_is_called_open() -> None:
    session = a_session(window={"first": "2027-06-01", "last": "2027-07-02"})
    page = page_of(session, None, an_estimate(session, date(2028, 9, 4)), "en")
    assert "From Friday 1 September 2028 on, no school calendar is published." in page.body
    assert "school calendar not published" in page.body


def test_two_zones_are_named() -> None:
    groups = [{"id": "lyon", "size": 9}, {"id": "rennes", "size": 9, "department": "35"}]
    body = a_page("en", groups=groups).body
    assert "zone A" in body and "zone B" in body


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_a_file_is_obeyed(lang: str) -> None:
    session = a_session(
        title=HOSTILE,
        trainers=[{"id": "durand", "name": HOSTILE}],
        groups=[{"id": "lyon", "name": HOSTILE, "size": 9}, {"id": "est", "name": HOSTILE, "size": 9}],
        activities=[
            {"id": "accueil", "kind": "virtual_class", "title": HOSTILE, "duration": "1h"},
            {"id": "module1", "kind": "remote_work", "title": HOSTILE, "duration": "2h"},
            {"id": "retour1", "kind": "virtual_class", "title": HOSTILE, "duration": "1h30"},
        ],
        derogations=[{"week": "2027-W03", "cap": "3h", "reason": HOSTILE}],
    )
    estimate = an_estimate(session, MONDAY)
    used = UsedFactor(HOSTILE, minutes(1, 2, 3), HOSTILE, HOSTILE, HOSTILE)
    estimate = replace(estimate, factors_used=(*estimate.factors_used, replace(used, name="weekly_limit")))
    page = page_of(session, a_good_plan(session), estimate, lang)
    assert page.body.count("<script>alert(1)</script>") >= 12
    assert "\u202e" not in page.source.decode()


def test_a_group_size_or_name_is_all_that_is_known_of_participants() -> None:
    """P3: totals."""
    body = a_page("en").body
    assert "1 group, 20 participants, 1 trainer" in body
