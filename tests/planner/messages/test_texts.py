from datetime import date, datetime, timedelta, timezone

import pytest

from planner.messages.texts import Texts

FRENCH, ENGLISH = Texts("fr"), Texts("en")
IN_LYON = timezone(timedelta(hours=1))


def test_days_in_words():
    assert FRENCH.day(date(2026, 11, 30)) == "lundi 30 novembre 2026"
    assert FRENCH.day(date(2027, 3, 1)) == "lundi 1er mars 2027"  # French counts the first of a month in words
    assert ENGLISH.day(date(2027, 3, 1)) == "Monday 1 March 2027"


def test_short_days():
    assert FRENCH.short_day(date(2027, 8, 1)) == "dim. 1er août"
    assert ENGLISH.short_day(date(2027, 8, 1)) == "Sun 1 Aug"


def test_moments_are_told_on_the_clock_they_carry():
    moment = datetime(2027, 1, 12, 17, 0, tzinfo=IN_LYON)
    assert FRENCH.moment(moment) == "mardi 12 janvier 2027 à 17:00"
    assert ENGLISH.moment(moment) == "Tuesday 12 January 2027 at 17:00"
    assert FRENCH.clock(moment) == "17:00"


@pytest.mark.parametrize(
    ("minutes", "written"),
    [(0, "0 min"), (45, "45 min"), (60, "1 h"), (65, "1 h 05"), (90, "1 h 30"), (960, "16 h")],
)
def test_durations_do_not_break_at_the_end_of_a_line(minutes, written):
    assert FRENCH.duration(minutes) == ENGLISH.duration(minutes) == written.replace(" ", "\u00a0")


def test_listings():
    assert [FRENCH.listing(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a et b",
        "a, b et c",
    ]
    assert ENGLISH.listing(["a", "b"]) == "a and b"


def test_quotation_marks_of_the_language():
    assert FRENCH.quoted("oral") == "«\u00a0oral\u00a0»"
    assert ENGLISH.quoted("oral") == "“oral”"


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\nb\tc", "a␊b␉c"),
        ("\x1b[31mred", "␛[31mred"),
        ("\x7f", "␡"),
        ("\x9b31m", "<U+009B>31m"),  # the one-character escape of C1
        ("fdp.\u202eexe", "fdp.<U+202E>exe"),
        ("a\u2028b", "a<U+2028>b"),
        ("\ue000", "<U+E000>"),
        ("Noël 👩\u200d🏫 <script>", "Noël 👩\u200d🏫 <script>"),  # emoji keep their joiner; markup is only text
    ],
)
def test_what_acts_on_a_screen_is_shown_instead_of_obeyed(hostile, shown):
    assert FRENCH.plain(hostile) == shown


def test_facts_are_filled_in_and_never_read_as_fields():
    assert ENGLISH.say("Found {found}.", found="{secret}") == "Found {secret}."


def test_french_counts_nothing_in_the_singular():
    one, many = "And {number} more error.", "And {number} more errors."
    assert ENGLISH.count(one, many, 0) == "And 0 more errors."
    assert FRENCH.count(one, many, 0) != FRENCH.count(one, many, 2)
    assert FRENCH.count(one, many, 0).replace("0", "1") == FRENCH.count(one, many, 1)


def test_there_is_no_third_language():
    with pytest.raises(ValueError, match="'de'"):
        Texts("de")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Alice Durand", "absence d’Alice Durand le lundi"),
        ("Élise Petit", "absence d’Élise Petit le lundi"),
        ("Karim Benali", "absence de Karim Benali le lundi"),
        ("Hugo Roy", "absence de Hugo Roy le lundi"),
        ("« Oral »", "absence de « Oral » le lundi"),
        ("{0}", "absence de {0} le lundi"),
    ],
)
def test_french_elides_before_a_name_that_begins_with_a_vowel(name, said):
    assert FRENCH.say("{trainer} is absent on {first}", trainer=name, first="lundi") == said
