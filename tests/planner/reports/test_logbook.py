"""A participant's logbook: each activity with its estimated time, its week and its days."""

from planner.messages.texts import Texts
from planner.reports.logbook import logbook_files
from tests.support.pages import HOSTILE, Page, keeps_what_pages_must
from tests.support.sessions import a_good_plan, a_plan, a_session, block, place


def page_of(files: dict[str, bytes], path: str = "logbooks/lyon.html", lang: str = "fr") -> Page:
    return keeps_what_pages_must(files[path], lang)


def rows(page: Page) -> list[str]:
    return [" ".join(row.text.split()) for row in page.all("tr")[1:]]


def test_every_activity_with_its_time_and_week() -> None:
    page = page_of(logbook_files(a_session(), a_good_plan(), Texts("fr")))
    assert rows(page) == [
        "classe virtuelle Accueil 1 h 1 h S02 mardi 12 janvier 2027, de 17:00 à 18:00 Alice Durand",
        "travail à distance Observer sa classe 2 h 2 h S03 2 h, du lun. 18 janv. au ven. 22 janv.",
        "classe virtuelle Retour d'expérience 1 h 30 1 h 30 S04 mardi 26 janvier 2027, de 16:30 à 18:00 Alice Durand",
        "Parcours entier 4 h 30 4 h 30",
    ]
    assert "à titre indicatif" in page.body


def test_work_over_several_weeks_has_a_row_for_each() -> None:
    session = a_session()
    plan = a_plan(
        session,
        block(session, "module1", "2027-01-18", "2027-01-22", 60),
        block(session, "module1", "2027-01-25", "2027-01-25", 60),
    )
    found = rows(page_of(logbook_files(session, plan, Texts("en")), lang="en"))
    assert found[0].endswith("W03 1 h, from Mon 18 Jan to Fri 22 Jan")
    assert found[1] == "W04 1 h, on Mon 25 Jan"


def test_both_figures_are_visible() -> None:
    work = {"id": "w", "kind": "remote_work", "title": "Lire", "duration": "2h", "designer_duration": "3h"}
    session = a_session(activities=[work])
    plan = a_plan(session, block(session, "w", "2027-01-18", "2027-01-22", 120))
    found = rows(page_of(logbook_files(session, plan, Texts("en")), lang="en"))[0]
    assert "Lire 2 h changed by the trainer 3 h W03" in found


def test_a_group_reads_of_itself_alone() -> None:
    session = a_session(
        groups=[{"id": "est", "name": "Groupe Est", "size": 9}, {"id": "ouest", "name": "Groupe Ouest", "size": 9}],
        trainers=[{"id": "durand", "name": "Alice Durand"}, {"id": "petit", "name": "Paul Petit"}],
    )
    plan = a_plan(
        session,
        place(session, "accueil", "2027-01-12 17:00", groups=("est",), trainers=("durand",)),
        place(session, "accueil", "2027-01-14 17:00", groups=("ouest",), trainers=("petit",)),
    )
    files = logbook_files(session, plan, Texts("fr"))
    assert set(files) == {"logbooks/est.html", "logbooks/ouest.html"}
    body = page_of(files, "logbooks/est.html").body
    assert "Groupe Est" in body and "Alice Durand" in body
    assert "Ouest" not in body and "Petit" not in body
    assert set(logbook_files(session, plan, Texts("fr"), "ouest")) == {"logbooks/ouest.html"}


def test_a_group_elsewhere_reads_its_own_clock() -> None:
    session = a_session(groups=[{"id": "noumea", "size": 9, "department": "988"}])
    plan = a_plan(session, place(session, "accueil", "2027-01-12 08:00"))
    assert "de 18:00 à 19:00" in page_of(logbook_files(session, plan, Texts("fr")), "logbooks/noumea.html").body


def test_derogations_and_rules_switched_off_are_said() -> None:
    derogations = [
        {"week": "2027-W03", "cap": "3h", "reason": "la semaine du stage"},
        {"week": "2027-W05", "cap": "3h", "reason": "un bonus"},
    ]
    session = a_session(derogations=derogations, rules={"off": ["no_start_on_eve"]}, stays_open=False)
    body = page_of(logbook_files(session, a_good_plan(session), Texts("en")), lang="en").body
    assert "Reason: la semaine du stage" in body
    assert "bonus" not in body, "a week in which nothing is asked of this group"
    assert "Switched off for this session: no start on an eve (R6)." in body
    assert "The contents close after the last date." in body


def test_an_address_is_text_and_no_link() -> None:
    link = "https://classe.example.org/a?b=1"
    activity = {"id": "c", "kind": "virtual_class", "title": HOSTILE, "duration": "1h", "link": link, "place": HOSTILE}
    session = a_session(title=HOSTILE, groups=[{"id": "lyon", "name": HOSTILE, "size": 9}], activities=[activity])
    plan = a_plan(session, place(session, "c", "2027-01-12 17:00"))
    page = page_of(logbook_files(session, plan, Texts("fr")))
    assert link in page.body
    assert page.body.count("<script>alert(1)</script>") == 4
