"""What people and programs write for a slot, read back to the day and the hour."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.files.slot_labels import Label, has_day, meant, read_label
from planner.messages.polls import PollTexts
from planner.messages.texts import LANGUAGES, Texts
from planner.plan import Offer
from tests.support.sessions import a_session


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("mercredi 20 janvier 2027 de 14:00 à 15:30", Label(20, 1, 2027, 14 * 60)),
        ("Wednesday 20 January 2027 from 14:00 to 15:30", Label(20, 1, 2027, 14 * 60)),
        ("Mercredi 20/01 14h-15h", Label(20, 1, None, 14 * 60)),
        ("20/01/2027 17h30 - 18h30", Label(20, 1, 2027, 17 * 60 + 30)),
        ("2027-01-20 9:05", Label(20, 1, 2027, 9 * 60 + 5)),
        ("mardi 1er févr. 2027 à 9 h", Label(1, 2, 2027, 9 * 60)),
        ("20.01.27", Label(20, 1, 27, None)),
        ("le 20/01 matin", Label(20, 1, None, None)),
        ("14h-15h le 20/01", Label(20, 1, None, 14 * 60)),
        ("January 20th, 2027, 2:30 pm", Label(20, 1, 2027, 14 * 60 + 30)),
        ("20 août à midi", Label(20, 8, None, 12 * 60)),
        ("mardi", None),
        ("14h-15h", None),
        ("", None),
        ("Zoé 3", None),
    ],
)
def test_read(text, label):
    assert read_label(text, "day-month") == label
    assert has_day(text) == (label is not None)


def test_day_and_month_the_other_way_round():
    assert read_label("1/20/27 2pm", "month-day") == Label(20, 1, 27, 14 * 60)


MOMENTS = st.builds(
    lambda day, quarter: datetime(2026, 1, 1, 8, tzinfo=UTC) + timedelta(days=day, minutes=15 * quarter),
    st.integers(0, 900),
    st.integers(0, 30),
)


@given(slots=st.lists(MOMENTS, min_size=1, max_size=8, unique=True), lang=st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_back(slots, lang):
    """Each label means its own slot and no other, in either form."""
    session = a_session()
    words, offer = PollTexts(session, Texts(lang)), Offer("retour1", ("lyon",), tuple(sorted(slots)))
    local = words.local(offer)
    for place, slot in enumerate(local):
        for text in (words.slot(offer, slot), " ".join(words.figures(offer, slot))):
            assert meant(text, local, "day-month") == [place]
            assert not set(text) & set(",;|\t"), "a column of any table"


@given(text=st.text(max_size=60))
def test_any_text_is_read_or_not(text):
    label = read_label(text, "day-month")
    if label is not None:
        label.means(datetime(2027, 1, 20, tzinfo=UTC) + timedelta(days=1))
