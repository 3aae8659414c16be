import dataclasses
import re

import pytest

from planner.messages.texts import Texts
from planner.outcome import Advice
from planner.plan import LevelValue
from planner.reports.summary import summary
from tests.support.sessions import a_good_plan, a_plan, a_session, block, place, the_school

LEVELS = (LevelValue("rhythm", 3, 3), LevelValue("early", 10, 7))


def _summary(session=None, plan=None, *, advice=(), lang="en", width=80, colour=False):
    session = session or a_session()
    plan = plan or dataclasses.replace(a_good_plan(session), levels=LEVELS)
    text = summary(session, plan, the_school(), advice, Texts(lang), width=width, colour=colour)
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _row(text, week):
    """The lines of one week, cells and all."""
    rows = re.split(r" ─+\n", text)
    return next(row for row in rows if row.startswith(f" {week} "))


def test_a_week_says_its_dates_what_takes_place_and_what_is_asked():
    row = _row(_summary(), "W02")
    assert "11 – 15 Jan" in row
    assert "Tue 12 Jan 17:00–18:00 Accueil" in row and "Alice Durand" in row
    assert "1 h / 2 h" in row


def test_remote_work_says_its_days_and_minutes():
    row = " ".join(_row(_summary(width=100), "W03").split())
    assert "remote, Mon 18 – Fri 22 Jan: Observer sa classe, 2 h 2 h / 2 h" in row


def test_groups_are_called_by_their_names_and_by_their_ids_where_two_have_one():
    groups = [{"id": "v", "name": "Lyon Vaise", "size": 9}, {"id": "b", "name": "Bron", "size": 9}]
    groups += [{"id": "b2", "name": "Bron", "size": 9}, {"id": "caluire", "size": 9}]
    session = a_session(groups=groups)
    blocks = (block(session, "module1", "2027-01-18", "2027-01-22", 60, group=group) for group in ("v", "b", "caluire"))
    row = " ".join(_row(_summary(session, a_plan(session, *blocks), width=160), "W03").split())
    assert "1 h · Bron (b), caluire, Lyon Vaise" in row and "Bron, " not in row


def test_french():
    text = _summary(lang="fr")
    assert "mar. 12 janv. 17:00–18:00 Accueil" in _row(text, "S02")
    assert "à titre indicatif" in text


def test_holidays_are_named_and_closed_weeks_are_one_line():
    session = a_session(window={"first": "2026-12-07", "last": "2027-01-15"})
    text = _summary(session, a_plan(session))
    assert "closed: Vacances de Noël" in _row(text, "W52 – W53") and "21 Dec – 1 Jan" in text
    session = a_session(window={"first": "2026-11-09", "last": "2026-11-13"})
    assert "closed Wed 11 Nov: Armistice" in _row(_summary(session, a_plan(session)), "W46")


def test_levels_say_their_value_and_whether_it_is_proven():
    text = " ".join(_summary().split())
    assert "1. uneven rhythm: 3 points (proven: no plan does better)" in text
    assert "10 open weeks (not proven: 7 may be possible)" in text


def test_advice_is_listed():
    advice = Advice("long_class", "accueil", facts={"duration_min": 120, "limit_min": 90})
    assert "  - The virtual class “Accueil” lasts 2 h; more than 1 h 30 tires." in _summary(advice=(advice,))


def test_rules_switched_off_are_said_before_anything_else():
    session = a_session(rules={"off": ["no_school_holidays"]})
    lines = _summary(session, a_plan(session)).splitlines()
    assert lines[2].startswith("⚠ Switched off in the session file: no school holidays (R3).")


def test_derogations_and_split_groups_and_changed_durations_are_said():
    activities = [
        {"id": "m", "kind": "remote_work", "title": "Lire", "duration": "2h", "designer_duration": "3h"},
        {"id": "c", "kind": "virtual_class", "title": "Classe", "duration": "1h"},
    ]
    session = a_session(
        activities=activities,
        groups=[{"id": "lyon", "size": 31}],
        derogations=[{"week": "2027-W03", "cap": "3h", "reason": "stage"}],
        stays_open=False,
    )
    plan = a_plan(session, block(session, "m", "2027-01-18", "2027-01-22", 120))
    text = " ".join(_summary(session, plan).split())
    assert "derogation: stage" in text and "2 h / 3 h" in text
    assert "it is split: lyon 1 (16 people) and lyon 2 (15 people)." in text
    assert "“Lire”: 2 h, changed by the trainer (designer's estimate: 3 h)" in text
    assert "The contents close after the last date." in text


def test_more_than_the_cap_is_shown_as_it_is():
    session = a_session(rules={"off": ["weekly_cap"]})
    plan = a_plan(session, block(session, "module1", "2027-01-18", "2027-01-22", 180))
    assert "3 h / 2 h" in _summary(session, plan)


@pytest.mark.parametrize("width", [60, 80, 100, 160])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_line_is_wider_than_the_screen(lang, width):
    from rich.cells import cell_len

    groups = [{"id": "g" * 40, "size": 9}, {"id": "h", "name": "Les professeurs de " * 8, "size": 9}]
    session = a_session(title="Éduquer " * 40, groups=groups)
    text = _summary(session, a_good_plan(session), lang=lang, width=width)
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_hostile_texts_are_shown_and_not_obeyed():
    title = '[red]x[/red] [link=http://a]b[/link] :smile: <script> "q", \u202eabc\nd'
    session = a_session(
        title=title,
        trainers=[{"id": "t", "name": "[bold]Bob[/bold]"}],
        activities=[{"id": "c", "kind": "virtual_class", "title": title, "duration": "1h"}],
    )
    text = _summary(session, a_plan(session, place(session, "c", "2027-01-12 17:00")), width=160)
    shown = '[red]x[/red] [link=http://a]b[/link] :smile: <script> "q", <U+202E>abc␊d'
    assert text.count(shown) == 2 and "[bold]Bob[/bold]" in text


def test_colours_only_where_they_are_asked_for():
    assert "\x1b" not in _summary()
    assert "\x1b[" in _summary(colour=True)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", _summary(colour=True))
    assert [line.rstrip() for line in bare.splitlines()] == _summary().splitlines()
