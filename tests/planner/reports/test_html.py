"""The templates: any text stays text, and a name that is missing is an error."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from planner.files.present_list import Present
from planner.messages.texts import Texts
from planner.reports.attestation import attestations
from planner.reports.html import render
from tests.support.pages import keeps_what_pages_must
from tests.support.sessions import a_session

FRENCH = Texts("fr")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40) | st.lists(
    st.sampled_from(["<", ">", "&", '"', "'", "</style>", "<!--", "{{", "}}", "{%", "&lt;", "\u202e", "a", "]]>"]),
    min_size=1,
).map("".join)


@given(TEXT)
def test_any_name_comes_out_as_it_went_in(name: str) -> None:
    """But for what would act, which is shown. The parser reads back what the template wrote."""
    page = keeps_what_pages_must(attestations(a_session(), [Present(name)], FRENCH), "fr")
    (person,) = [each for each in page.all("p") if each.attributes.get("class") == "person"]
    assert person.text == FRENCH.plain(name)


def test_a_name_that_a_template_lacks_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("logbook", FRENCH)


def test_the_policy_allows_the_page_s_own_style_sheet() -> None:
    page = keeps_what_pages_must(attestations(a_session(), [Present("Zoé")], FRENCH), "fr")
    (style,) = page.all("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    (policy,) = [str(each.attributes["content"]) for each in page.all("meta") if each.attributes.get("http-equiv")]
    assert f"'sha256-{digest}'" in policy
