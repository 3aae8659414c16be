"""What differs between two plans, in words."""

import pytest

from planner.differences import differences
from planner.messages.replanning import DifferenceTexts
from planner.messages.texts import Texts
from tests.support.sessions import A_SESSION, a_plan, a_session, place

SESSION = a_session(
    groups=[{"id": id, "size": 8} for id in ("bron", "lyon", "vaulx")],
    activities=[{**A_SESSION["activities"][0], "together": True, "groups": ["bron", "lyon"]}],
)


@pytest.mark.parametrize(
    ("lang", "groups", "said"),
    [
        ("fr", ("bron", "lyon"), ", groupes bron et lyon"),
        ("fr", ("bron",), ", groupe bron"),
        ("en", ("bron", "lyon"), ", groups bron and lyon"),
    ],
)
def test_several_groups_are_groups(lang, groups, said):
    old, new = (a_plan(SESSION, place(SESSION, "accueil", f"2027-01-{day} 17:00", groups=groups)) for day in (12, 13))
    [difference] = differences(old, new)
    assert said in DifferenceTexts(SESSION, Texts(lang)).line(difference)
