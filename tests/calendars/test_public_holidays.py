"""Public holidays: those that the law does not give everywhere, and names in French on any machine."""

import os
import subprocess
import sys
from datetime import date

import holidays
import pytest
from holidays.countries import France

from calendars.places import PLACES
from calendars.public_holidays import names_of_day, public_holiday_names, public_holiday_source, public_holidays

ELEVEN = {
    "Jour de l'an", "Lundi de Pâques", "Fête du Travail", "Fête de la Victoire", "Ascension", "Lundi de Pentecôte",
    "Fête nationale", "Assomption", "Toussaint", "Armistice", "Noël",
}  # fmt: skip


def test_the_11_days_of_the_law() -> None:
    assert set(public_holidays("69", 2027).values()) == ELEVEN


@pytest.mark.parametrize(
    ("department", "day", "name"),
    [
        pytest.param("57", date(2027, 3, 26), "Vendredi saint", id="Moselle"),
        pytest.param("67", date(2027, 3, 26), "Vendredi saint", id="Alsace"),
        pytest.param("68", date(2027, 12, 26), "Saint-Étienne", id="Alsace, 26 December"),
        pytest.param("976", date(2027, 4, 27), "Abolition de l'esclavage", id="Mayotte, 27 April"),
        pytest.param("974", date(2027, 12, 20), "Abolition de l'esclavage", id="La Réunion, 20 December"),
        pytest.param("972", date(2027, 5, 22), "Abolition de l'esclavage", id="Martinique, 22 May"),
        pytest.param("988", date(2027, 9, 24), "Fête de la Citoyenneté", id="Nouvelle-Calédonie, 24 September"),
    ],
)
def test_a_day_of_some_departments_is_none_of_the_others(department: str, day: date, name: str) -> None:
    assert public_holidays(department, day.year)[day] == name
    assert day not in public_holidays("69", day.year)


def test_two_public_holidays_on_one_day_are_two_names() -> None:
    both = public_holidays("75", 2008)[date(2008, 5, 1)]  # Ascension fell on 1 May in 2008
    assert set(names_of_day(both)) == {"Fête du Travail", "Ascension"}


def test_names_known_for_a_department() -> None:
    assert set(public_holiday_names("69", [2026, 2027])) == ELEVEN
    assert "Vendredi saint" in public_holiday_names("57", [2027])


@pytest.mark.parametrize(
    ("department", "name", "law"),
    [
        ("69", "Toussaint", "code du travail L3133-1"),
        ("57", "Toussaint", "code du travail L3133-1"),
        ("57", "Vendredi saint", "code du travail L3134-13"),
        ("67", "Saint-Étienne", "code du travail L3134-13"),
        ("68", "Vendredi saint", "code du travail L3134-13"),
        ("974", "Abolition de l'esclavage", "code du travail L3422-2; loi 83-550, décret 83-1003"),
        ("972", "Abolition de l'esclavage", "code du travail L3422-2; loi 83-550, décret 83-1003"),
        ("971", "Vendredi saint", "usage local"),
        ("971", "Mi-Carême", "usage local"),
        ("972", "Fête de Victor Schoelcher", "usage local"),
        ("978", "Fête de Victor Schoelcher", "usage local"),
        ("987", "Vendredi saint", "réglementation de la Polynésie française"),
        ("988", "Fête de la Citoyenneté", "réglementation de la Nouvelle-Calédonie"),
        ("988", "Noël", "réglementation de la Nouvelle-Calédonie"),
        ("986", "Saint Pierre Chanel", "réglementation de Wallis-et-Futuna"),
    ],
)
def test_the_source_names_law_or_custom_and_package(department: str, name: str, law: str) -> None:
    assert name in public_holiday_names(department, [2027])
    assert public_holiday_source(department, name) == f"{law}; holidays {holidays.__version__}"


@pytest.mark.parametrize("department", [here.department for here in PLACES])
def test_only_the_days_of_the_law_are_said_to_be_of_the_law(department: str) -> None:
    for name in public_holiday_names(department, range(2022, 2029)):
        assert ("L3133-1" in public_holiday_source(department, name)) == (
            name in ELEVEN and department not in ("986", "987", "988")
        )


@pytest.mark.parametrize("subdivision", sorted({here.public_holiday_subdivision or "" for here in PLACES}))
def test_france_read_alone_is_the_package_s_france(subdivision: str) -> None:
    """Pinned: the package's file of one country gives the same days without the 250 others."""
    department = next(h.department for h in PLACES if (h.public_holiday_subdivision or "") == subdivision)
    for year in (2022, 2024, 2027):
        theirs = France(subdiv=subdivision or None, years=year, language="fr")
        assert dict(public_holidays(department, year)) == dict(theirs.items())


@pytest.mark.parametrize("language", ["C.UTF-8", "en_US.UTF-8", "fr_FR.UTF-8"])
def test_names_are_french_on_any_machine(language: str) -> None:
    """Pinned: without `language=` the package would follow the machine, English in most containers."""
    program = "from calendars.public_holidays import *; print(*public_holidays('57', 2027).values(), sep='|')"
    environment = os.environ | {"LANG": language, "LC_ALL": language, "LANGUAGE": language, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, encoding="utf-8", check=True
    )
    assert "Vendredi saint" in done.stdout
    assert "Lundi de Pâques" in done.stdout


def test_the_program_starts_without_the_package() -> None:
    program = (
        "import sys, calendars.open_days, calendars.school_holidays; print([m for m in sys.modules if m == 'holidays'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


def test_the_package_is_whole_again_afterwards() -> None:
    """Only what France needs of it is loaded; whoever imports the rest later finds it."""
    code = (
        "import sys; from calendars.public_holidays import public_holidays; public_holidays('57', 2027);"
        "assert 'holidays.calendars.islamic' not in sys.modules and 'holidays.countries' not in sys.modules;"
        "import holidays.groups, holidays.calendars; from holidays.calendars import _IslamicLunar;"
        "assert holidays.groups.IslamicHolidays and holidays.country_holidays('DE', years=2027)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
