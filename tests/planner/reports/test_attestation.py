"""Attestations of participation: what they say, and what they do not."""

import re

from planner.files.present_list import Present
from planner.messages.texts import Texts
from planner.reports.attestation import attestations, course_duration, depends_on_group
from tests.support.pages import HOSTILE, keeps_what_pages_must
from tests.support.sessions import a_session

SESSION = a_session(trainers=[{"id": "durand", "name": "Alice Durand"}, {"id": "petit", "name": "Paul Petit"}])
PEOPLE = [Present("Zoé Martin", "Collège Jean-Moulin"), Present("Ali Ben Salah")]


def test_each_person_has_a_sheet() -> None:
    page = keeps_what_pages_must(attestations(SESSION, PEOPLE, Texts("fr")), "fr")
    sheets = [" ".join(sheet.text.split()) for sheet in page.all("article")]
    assert len(sheets) == 2
    assert "Zoé Martin Collège Jean-Moulin" in sheets[0]
    assert "Ali Ben Salah" in sheets[1] and "Zoé" not in sheets[1]
    for sheet in sheets:
        assert "Entrer dans le métier" in sheet
        assert "du lundi 4 janvier 2027 au vendredi 12 février 2027" in sheet
        assert "Alice Durand et Paul Petit" in sheet
        assert "Durée estimée du parcours 4 h 30 classe virtuelle : 2 h 30 · travail à distance : 2 h" in sheet


def test_nothing_is_said_of_time_spent_scores_or_connections() -> None:
    for lang in ("fr", "en"):
        body = keeps_what_pages_must(attestations(SESSION, PEOPLE, Texts(lang)), lang).body.casefold()
        assert not re.search("temps passé|passé|spent|score|note|résultat|connexion|connection|assidu", body)


def test_a_changed_duration_shows_the_designer_s_too() -> None:
    work = {"id": "w", "kind": "remote_work", "title": "W", "duration": "2h", "designer_duration": "3h"}
    session = a_session(activities=[work], announced_duration="6h")
    body = keeps_what_pages_must(attestations(session, PEOPLE, Texts("en")), "en").body.replace("\xa0", " ")
    assert "2 h designer’s estimate: 3 h announced: 6 h" in body


def test_a_group_has_the_duration_of_its_own_course() -> None:
    groups = [{"id": "a", "size": 30}, {"id": "b", "size": 10}]
    extra = {"id": "x", "kind": "remote_work", "title": "X", "duration": "1h", "groups": ["b"]}
    session = a_session(groups=groups, activities=[{**extra, "id": "y", "groups": []}, extra])
    assert depends_on_group(session)
    assert [course_duration(session, group).whole_min for group in ("a", "b")] == [60, 120]


def test_a_group_that_is_split_counts_its_course_once() -> None:
    session = a_session(groups=[{"id": "lyon", "size": 40}])
    assert [group.id for group in session.planned_groups()] == ["lyon-1", "lyon-2"]
    assert course_duration(session, "lyon") == course_duration(session, "lyon-2")
    assert course_duration(session, "lyon").whole_min == 270
    assert not depends_on_group(session)


def test_a_name_is_never_markup() -> None:
    session = a_session(title=HOSTILE, trainers=[{"id": "t", "name": HOSTILE}])
    page = keeps_what_pages_must(attestations(session, [Present(HOSTILE, HOSTILE)], Texts("fr")), "fr")
    assert page.body.count("<script>alert(1)</script>") == 4
    assert "\u202e" not in page.source.decode(), "what turns the direction of writing is shown"


def test_the_same_input_gives_the_same_bytes() -> None:
    assert attestations(SESSION, PEOPLE, Texts("fr")) == attestations(SESSION, PEOPLE, Texts("fr"))
