"""The French catalogue: every sentence of the code, translated, compiled, with the same fields."""

import io
import re
import string

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


def test_each_sentence_is_translated_with_its_fields():
    faults = []
    for message in MESSAGES:
        wanted = set().union(*map(_fields, _each(message.id)))
        for text in _each(message.string):
            same_fields = _fields(text) <= wanted and wanted - _fields(text) <= {"number"}  # « une séance »: in words
            if message.fuzzy or not text or not same_fields:
                faults.append((message.id, text))
    assert not faults


def test_french_typography():
    faults = []
    for text in (text for message in MESSAGES for text in _each(message.string)):
        breaks = re.search(r" [!?;:»]|« ", text)  # spaces before : ; ! ? and inside « » do not break
        missing = re.search(r"[^\u202f\u00a0\s][!?;](\s|$)", text)  # and they are there
        if breaks or missing or re.search(r"[\w}]'[\w{]", text):  # the apostrophe is ’
            faults.append(text)
    assert not faults


def test_the_compiled_catalogue_is_that_of_the_file():
    with FRENCH.with_suffix(".mo").open("rb") as file:
        shipped = {_each(message.id): message.string for message in read_mo(file)}
    made = {_each(message.id): message.string for message in read_mo(io.BytesIO(as_mo(french())))}
    assert shipped == made, "run: make catalogue"


def test_french_is_there_where_the_program_looks_for_it():
    assert Texts("fr").say("Week") == "Semaine"
    assert set(LANGUAGES) == {"fr", "en"}
