import pytest

from planner.messages.rules import rule_name
from planner.messages.texts import Texts
from planner.session import RULE_IDS


@pytest.mark.parametrize("rule", RULE_IDS)
def test_every_rule_has_its_name_and_id_in_both_languages(rule):
    french, english = (rule_name(rule, Texts(lang)) for lang in ("fr", "en"))
    assert french.endswith(f"({RULE_IDS[rule]})") and english.endswith(f"({RULE_IDS[rule]})")
    assert french != english
