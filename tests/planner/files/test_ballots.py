"""Framadate's export, Moodle's, and tables of one's own; and what is wrong, said without anybody's name."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.places import place
from planner.files.ballots import Ballots, OfferedSlots, read_ballots
from planner.messages.finding_polls import POLL_TEXTS
from planner.messages.findings import finding_text
from planner.messages.texts import LANGUAGES, Texts


def slots(*local):
    return tuple(datetime.fromisoformat(each).replace(tzinfo=place("69").zone_info) for each in local)


RETOUR = OfferedSlots("retour1", slots("2027-01-14 17:00", "2027-01-14 18:00", "2027-01-20 14:00"))
OTHER = OfferedSlots("retour2@lyon", slots("2027-01-20 14:00", "2027-02-03 14:00"))

FRAMADATE = """\
,"14/01/2027","14/01/2027","20/01/2027",
,"17h-18h","18h-19h","14h-15h",
"Personne A","Oui","Si nécessaire","Non",
"Personne B","Non","Oui","Oui",
"Personne C","Inconnu","Oui","Inconnu",
"""
MOODLE = (
    "Nom\tPrénom\tGroupe\tChoix\n"
    "X\tA\tGroupe 1\tMercredi 20/01 14h-15h\n"
    "X\tA\tGroupe 1\tJeudi 14/01 17h-18h\n"
    "Y\tB\tGroupe 2\tJeudi 14/01 17h-18h\n"
    "Z\tC\tGroupe 2\tPas encore répondu\n"
)
PLAIN = """\
nom;jeudi 14 janvier 2027 de 17:00 à 18:00;jeudi 14 janvier 2027 de 18:00 à 19:00;mercredi 20 janvier 2027, 14:00
Anne Durand;oui;si besoin;non
Bruno;1;0;x
"""


@pytest.fixture
def read(tmp_path):
    def reading(text, *polls, name="votes.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_ballots(path, polls or (RETOUR,))

    return reading


def test_framadate(read):
    found = read(FRAMADATE.replace("\n", "\r\n"))
    assert found.answers == {"retour1": (("yes", "maybe", "no"), ("no", "yes", "yes"), ("unknown", "yes", "unknown"))}


def test_framadate_in_english_and_by_its_codes(read):
    text = (
        ',"1/14/27","1/14/27","1/20/27",\n,"17:00","18:00","14:00",\n"A","2","1","0",\n"B","Yes","Under reserve"," ",\n'
    )
    assert read(text).answers == {"retour1": (("yes", "maybe", "no"), ("yes", "maybe", "unknown"))}


def test_a_framadate_ballot_of_no_alone_may_be_none(read):
    """PHP 7 writes « Non » where nothing was answered."""
    found = read(FRAMADATE + '"Personne D","Non","Non","Non",\n')
    assert found.answers["retour1"][-1] == ("unknown",) * 3


def test_moodle_with_several_choices(read):
    assert read(MOODLE, name="votes.txt").answers == {"retour1": (("yes", "no", "yes"), ("yes", "no", "no"))}


def test_moodle_with_one_choice_says_nothing_of_the_others(read):
    text = "Surname\tFirst name\tGroup\tChoice\nX\tA\tG\t14/01 17:00\nY\tB\tG\t20/01 14:00\nZ\tC\tG\tNot answered yet\n"
    unknown = "unknown"
    assert read(text).answers == {"retour1": (("yes", unknown, unknown), (unknown, unknown, "yes"))}


def test_homonyms_of_whom_moodle_knows_more_are_two(read):
    text = "Nom\tPrénom\tAdresse\tGroupe\tChoix\nX\tA\ta@x\tG\t14/01 17h\nX\tA\tb@x\tG\t20/01 14h\n"
    assert len(read(text).answers["retour1"]) == 2


def test_a_table_of_one_s_own(read):
    assert read(PLAIN).answers == {"retour1": (("yes", "maybe", "no"), ("yes", "no", "yes"))}
    windows = read(PLAIN, encoding="cp1252")
    assert windows.answers == read(PLAIN).answers


def test_a_table_with_the_hours_below_the_days(read):
    text = "nom;14/01;14/01;20/01\n;17h;18h;14h\nA;oui;;non\n;oui;oui;oui\n"
    assert read(text).answers == {"retour1": (("yes", "unknown", "no"), ("yes", "yes", "yes"))}
    unnamed = "nom;14/01 17h;14/01 18h;20/01 14h\n;oui;;non\n"
    assert read(unnamed).answers == {"retour1": (("yes", "unknown", "no"),)}


def test_a_spreadsheet(read, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["Nom", "14/01 17h", "14/01 18h", "20/01 14h"], ["A", "oui", 1, 0], ["B", None, "non", "✓"]):
        book.active.append(row)
    book.save(tmp_path / "votes.xlsx")
    assert read_ballots(tmp_path / "votes.xlsx", [RETOUR]).answers == {
        "retour1": (("yes", "yes", "no"), ("unknown", "no", "yes"))
    }


def test_one_file_on_two_polls(read):
    text = "nom;14/01 17h;14/01 18h;20/01 14h;21/01 10h\nA;oui;non;oui;oui\n"
    thursday = OfferedSlots("retour2", slots("2027-01-21 10:00"))
    assert read(text, RETOUR, thursday).answers == {"retour1": (("yes", "no", "yes"),), "retour2": (("yes",),)}


def test_an_hour_that_two_polls_offer_belongs_to_the_one_that_offers_all(read):
    assert set(read(FRAMADATE, RETOUR, OTHER).answers) == {"retour1"}


def test_who_answers_twice_counts_with_the_last(read):
    found = read(FRAMADATE + '"personne  A","Non","Non","Oui",\n')
    assert found.replaced == ((3, 6),)
    assert found.answers["retour1"] == (("no", "yes", "yes"), ("unknown", "yes", "unknown"), ("no", "no", "yes"))


def test_who_gives_no_name_is_nobody_else(read):
    found = read("nom;14/01 17h;14/01 18h;20/01 14h\n;oui;;\n;oui;;\nAnonyme;oui;;\nanonyme 2;oui;;\n")
    assert len(found.answers["retour1"]) == 4 and not found.replaced


NAME = "Zébulon Quetzalcoatl"
WRONG = {
    "empty": ("", "ballots-empty", None),
    "blank lines": (" \n\n", "ballots-empty", None),
    "no header": (f"{NAME};oui;non\n", "ballots-no-header", None),
    "a picture": (b"\x89PNG....", "ballots-not-read", None),
    "an open quotation mark": (f'nom;14/01 17h;14/01 18h;20/01 14h\n"{NAME};oui\n', "ballots-not-read", 2),
    "nobody": (FRAMADATE[: FRAMADATE.index('"Personne')], "ballots-no-rows", None),
    "nobody in Moodle": (f"Nom\tPrénom\tChoix\n{NAME}\tA\tPas encore répondu\n", "ballots-no-rows", None),
    "another poll": (f"nom;04/03 9h;05/03 9h\n{NAME};oui;non\n", "ballots-other-poll", 1),
    "another poll in Moodle": (f"Nom\tChoix\n{NAME}\t04/03 9h\n", "ballots-other-poll", None),
    "an unknown slot": (f"nom;14/01 17h;14/01 18h;20/01 15h\n{NAME};oui;non;oui\n", "ballots-unknown-slot", 1),
    "another column": (f"nom;14/01 17h;14/01 18h;20/01 14h;Avis\n{NAME};oui;;;{NAME}\n", "ballots-unknown-slot", 1),
    "a slot twice": (f"nom;14/01 17h;14/01 17h;20/01 14h\n{NAME};oui;non;oui\n", "ballots-slot-twice", 1),
    "a day of two slots": (f"nom;14/01;14/01 18h;20/01 14h\n{NAME};oui;non;oui\n", "ballots-ambiguous-slot", 1),
    "a slot without a column": (f"nom;14/01 17h;20/01 14h\n{NAME};oui;non\n", "ballots-missing-slot", 1),
    "a cell too many": (f"nom;14/01 17h;14/01 18h;20/01 14h\n{NAME};oui;non;oui;{NAME}\n", "ballots-too-many-cells", 2),
    "no answer": (f"nom;14/01 17h;14/01 18h;20/01 14h\nA;oui;non;{NAME}\n", "ballots-unknown-answer", 2),
    "an unknown choice": (f"Nom\tChoix\nA\t14/01 17h\n{NAME}\t14/01 19h\n", "ballots-unknown-choice", 3),
    "a choice of two slots": (f"Nom\tChoix\n{NAME}\t14/01\n", "ballots-ambiguous-choice", 2),
}


@pytest.mark.parametrize("trait", WRONG)
def test_what_is_wrong_is_said_with_its_row_and_nobody_s_name(read, trait):
    text, id, line = WRONG[trait]
    findings = read(text)
    assert [(finding.id, finding.line) for finding in findings] == [(id, line)]
    for lang in LANGUAGES:
        said = "".join(finding_text(finding, Texts(lang)) for finding in findings)
        assert NAME not in said and NAME not in repr(findings) and "{" not in said


def test_day_and_month_that_cannot_be_told_apart(read):
    poll = OfferedSlots("retour1", slots("2027-02-01 10:00", "2027-01-02 10:00"))
    (finding,) = read("nom;01/02 10h;02/01 10h\nA;oui;non\n", poll)
    assert finding.id == "ballots-day-or-month"
    assert isinstance(read("nom;2027-02-01 10h;2027-01-02 10h\nA;oui;non\n", poll), Ballots)


def test_every_finding_is_said():
    assert {id for _, id, _ in WRONG.values()} < set(POLL_TEXTS)


HOSTILE = ["=HYPERLINK(1)", "<b>x</b>", "\u202eabc", "a;b", 'say "hi"', "'+1", "-", "\t", "Ünï", "@x"]


@given(names=st.lists(st.sampled_from(HOSTILE) | st.text("abcdefgh", min_size=1), min_size=1, max_size=6, unique=True))
def test_names_change_nothing(tmp_path_factory, names):
    import csv
    import io

    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow(["", "14/01/2027", "14/01/2027", "20/01/2027"])
    writer.writerow(["", "17h", "18h", "14h"])
    writer.writerows([name, "Oui", "Non", "Oui"] for name in names)
    path = tmp_path_factory.mktemp("votes") / "votes.csv"
    path.write_text(stream.getvalue(), encoding="utf-8")
    found = read_ballots(path, [RETOUR])
    assert isinstance(found, Ballots)
    assert len(found.answers["retour1"]) + len(found.replaced) == len(names)
    assert set(found.answers["retour1"]) == {("yes", "no", "yes")}


FORM = """\
Horodateur;{who};jeudi 14 janvier 2027 de 17:00 à 18:00;jeudi 14 janvier 2027 de 18:00 à 19:00;mercredi 20/01 14h
01/12/2026 10:00:00;Anne;oui;non;non
01/12/2026 11:00:00;ANNE;non;oui;non
02/12/2026 09:00:00;Bob;non;oui;non
"""


@pytest.mark.parametrize("who", ["Nom", "Votre nom", "Adresse e-mail", "Courriel", "Qui répond ?", "Pseudo"])
def test_a_form_s_moment_of_an_answer_tells_nobody_apart(read, who):
    found = read(FORM.format(who=who))
    assert len(found.answers["retour1"]) == found.voters["retour1"] == 2 and found.replaced == ((2, 3),)


def test_the_school_in_its_own_column_is_no_name(read):
    text = FORM.format(who="Nom de l'école;Nom").replace(";Anne", ";Jaurès;Anne").replace(";ANNE", ";Jaurès;Zoé")
    assert len(read(text.replace(";Bob", ";Jaurès;Bob")).answers["retour1"]) == 3


def test_two_people_of_one_surname_are_two(read):
    text = PLAIN.replace("nom;", "Nom;Prénom;").replace("Anne Durand;", "Durand;Anne;").replace("Bruno;", "Durand;Luc;")
    assert len(read(text).answers["retour1"]) == 2


def test_the_name_may_stand_after_the_slots(read):
    text = "17h le 14/01;18h le 14/01;14h le 20/01;Nom\noui;non;non;Anne\nnon;oui;non;Anne\n"
    found = read(text)
    assert found.answers == {"retour1": (("no", "yes", "no"),)} and found.replaced == ((2, 3),)


@pytest.mark.parametrize("hours", ["T17:00", "T17:00:00+01:00", "T16:00:00Z", " 17:00"])
def test_slots_as_iso_8601_writes_them(read, hours):
    later = hours.replace("17:", "18:") if "17:" in hours else hours.replace("16:", "17:")
    there = "T13:00:00Z" if "Z" in hours else "T14:00"
    found = read(f"nom,2027-01-14{hours},2027-01-14{later},2027-01-20{there}\nA,oui,non,non\n")
    assert found.answers == {"retour1": (("yes", "no", "no"),)}


def test_slots_that_a_workbook_keeps_as_day_and_hour(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["nom", *(slot.replace(tzinfo=None) for slot in RETOUR.slots)])
    book.active.append(["A", "oui", "non", 1])
    book.save(tmp_path / "votes.xlsx")
    assert read_ballots(tmp_path / "votes.xlsx", (RETOUR,)).answers == {"retour1": (("yes", "no", "yes"),)}


def test_who_says_no_to_all_has_answered(read):
    found = read(FRAMADATE + '"Personne D","Non","Non","Non",\n"Personne E",,,,\n')
    assert found.voters == {"retour1": 4} and found.answers["retour1"][-2:] == (("unknown",) * 3,) * 2
