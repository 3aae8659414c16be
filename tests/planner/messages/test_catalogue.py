"""The French catalogue: every sentence of the code, translated, compiled, with the same fields."""

import io
import re
import string

import pytest
from babel.messages.mofile import read_mo

from planner.messages.texts import LANGUAGES, Texts
from tools.catalogue import FRENCH, as_mo, as_po, collected, french, updated

MESSAGES = [message for message in french() if message.id]


def _each(value):
    return (value,) if isinstance(value, str) else tuple(value)


def _fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_nothing_is_missing_and_nothing_is_left_over():
    assert {message.id for message in MESSAGES} == {message.id for message in collected() if message.id}, (
        "run: make catalogue"
    )
    assert not french().obsolete


def test_the_file_is_what_the_command_writes():
    assert FRENCH.read_bytes() == as_po(updated(french()))


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: _each(message.id)[0][:60])
def test_each_sentence_is_translated_with_its_fields(message):
    assert not message.fuzzy
    assert all(_each(message.string))
    wanted = set().union(*map(_fields, _each(message.id)))
    for text in _each(message.string):
        assert _fields(text) <= wanted
        assert wanted - _fields(text) <= {"number"}  # « une séance » may say its number in words


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: _each(message.id)[0][:60])
def test_french_typography(message):
    for text in _each(message.string):
        prose = re.sub(r"\{[^}]*\}|https?:\S+|--\S+|\d\d:\d\d|[A-Z]+[a-z]*:|\S+=\S+|\*\S*", "", text)
        assert not re.search(r"[^\u202f\s][!?;:](\s|$)", prose), "a narrow no-break space goes before : ; ! ?"
        assert not re.search(r" [!?;:»]|« ", prose), "spaces before : ; ! ? and inside « » do not break"
        assert not re.search(r"\w'\w", prose), "write ’"


def test_the_compiled_catalogue_is_that_of_the_file():
    with FRENCH.with_suffix(".mo").open("rb") as file:
        shipped = {message.id: message.string for message in read_mo(file)}
    made = {message.id: message.string for message in read_mo(io.BytesIO(as_mo(french())))}
    shipped.pop("", None), made.pop("", None)
    assert shipped == made, "run: make catalogue"


def test_french_is_there_where_the_program_looks_for_it():
    assert Texts("fr").say("Options") != "" and Texts("fr").say("Commands") == "Commandes"
    assert set(LANGUAGES) == {"fr", "en"}
