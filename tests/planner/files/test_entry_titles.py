"""An entry that a person made by hand is known by its title, and only where the title leaves no doubt."""

import pytest

from planner.files.entry_titles import Titles
from tests.support.sessions import A_SESSION, a_session

ONE = a_session()
ACTIVITIES = [
    *A_SESSION["activities"],
    {"id": "accueil2", "kind": "virtual_class", "title": "Accueil et prise en main", "duration": "1h"},
    {"id": "bilan", "kind": "virtual_class", "title": "Bilan", "duration": "1h", "together": True},
    {"id": "debat1", "kind": "virtual_class", "title": "Débat", "duration": "1h"},
    {"id": "debat2", "kind": "virtual_class", "title": "Débat", "duration": "1h"},
    {"id": "forum", "kind": "remote_work", "title": "Forum", "duration": "1h"},
    {"id": "forum_direct", "kind": "virtual_class", "title": "Forum", "duration": "1h"},
]
TWO = a_session(
    groups=[{"id": "lyon", "name": "Lyon Vaise", "size": 20}, {"id": "bron", "size": 20}], activities=ACTIVITIES
)


@pytest.mark.parametrize(
    "title",
    [
        "Accueil",
        "  ACCUEIL ",
        "accueil.",
        "Classe virtuelle : accueil",
        "Entrer dans le métier – Accueil",
        "Accueil (Alice Durand)",
        "Accueil, groupe lyon",
        "Accueil (1 h)",
    ],
)
def test_titles_that_mean_the_first_class(title):
    assert Titles(ONE).meant(title, "", has_hour=True) == (("accueil", ("lyon",)),)


@pytest.mark.parametrize(
    "title", ["Retour d’expérience", "retour d'experience", "Retour dexpérience", "RETOURD'EXPERIENCE"]
)
def test_accents_apostrophes_and_spaces_do_not_matter(title):
    assert Titles(ONE).meant(title, "", has_hour=True) == (("retour1", ("lyon",)),)


@pytest.mark.parametrize(
    "title", ["Dentiste", "Accueil des parents", "Pot d'accueil", "", "lyon", "Accueil, groupe bron"]
)
def test_titles_that_mean_nothing_of_the_session(title):
    assert Titles(ONE).meant(title, "", has_hour=True) == ()


@pytest.mark.parametrize(
    "title",
    [
        "2 h · Observer sa classe (à titre indicatif)",
        "1h30 observer sa classe",
        "Observer sa classe (1 heure 30)",
        "Observer sa classe, durée : 90 minutes",
        "Observer sa classe, environ 1,5 h",
        "2 h en tout · Observer sa classe, partie 1 sur 2 (à titre indicatif)",
        "2 h in all · Observer sa classe, part 2 of 2 (for guidance)",
    ],
)
def test_remote_work_begins_with_its_minutes(title):
    assert Titles(ONE).meant(title, "", has_hour=False) == (("module1", ("lyon",)),)


BOTH = (("accueil", ("bron",)), ("accueil", ("lyon",)))


@pytest.mark.parametrize(
    ("title", "words", "group", "meant"),
    [
        pytest.param("Accueil · Lyon Vaise", "", None, BOTH[1:], id="named in the title"),
        pytest.param("Accueil lyon", "", None, BOTH[1:], id="by its id"),
        pytest.param("Accueil", "Salle 3\nGroupe : Bron", None, BOTH[:1], id="named in the description"),
        pytest.param("Accueil", "Groupe : Bron, salle 3", None, BOTH[:1], id="and more words after it"),
        pytest.param("Accueil", "", "bron", BOTH[:1], id="the owner's"),
        pytest.param("Accueil lyon", "", "bron", BOTH[1:], id="another than the owner's"),
        pytest.param("Accueil", "Lyon, salle 3", None, BOTH, id="a town is no group"),
        pytest.param("Accueil", "", None, BOTH, id="either"),
        pytest.param("Bilan", "", None, (("bilan", ("bron", "lyon")),), id="one for all"),
        pytest.param("Accueil et prise en main bron", "", None, (("accueil2", ("bron",)),), id="the longer title"),
        pytest.param("Débat lyon", "", None, (("debat1", ("lyon",)), ("debat2", ("lyon",))), id="two of one title"),
        pytest.param("Forum lyon", "", None, (("forum_direct", ("lyon",)),), id="an hour tells the class"),
    ],
)
def test_which_group_is_meant(title, words, group, meant):
    assert Titles(TWO, group).meant(title, words, has_hour=True) == meant


def test_a_day_without_an_hour_tells_the_remote_work():
    assert Titles(TWO).meant("Forum lyon", "", has_hour=False) == (("forum", ("lyon",)),)


def test_a_group_that_was_split_is_its_parts():
    session = a_session(groups=[{"id": "lyon", "size": 40}])
    parts = (("accueil", ("lyon-1",)), ("accueil", ("lyon-2",)))
    assert Titles(session).meant("Accueil lyon", "", has_hour=True) == parts
    assert Titles(session).meant("Accueil Lyon 2", "", has_hour=True) == parts[1:]
