"""poll.json: written and read back; whatever is in it is answered."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.files.poll_json import OpenPolls, ReadPolls, polls_to_json, read_polls, without
from planner.messages.findings import finding_text
from planner.messages.texts import Texts
from planner.plan import Offer
from tests.support.sessions import a_good_plan, a_session

STARTS = (datetime(2027, 1, 26, 15, 30, tzinfo=UTC), datetime(2027, 1, 27, 9, tzinfo=UTC))
OFFER = Offer("retour1", ("lyon",), STARTS)
POLLS = OpenPolls("neo-69", "../../neo.yaml", "../plan.json", date(2026, 11, 25), (OFFER,))

IDS = st.from_regex(r"[abc1]([a-c.-]?[1a]){0,2}", fullmatch=True)
MOMENTS = st.integers(0, 10_000).map(lambda quarter: STARTS[0] + timedelta(minutes=15 * quarter))
OFFERS = st.builds(
    Offer,
    IDS,
    st.lists(IDS, min_size=1, max_size=3).map(tuple),
    st.lists(MOMENTS, min_size=1, max_size=5, unique=True).map(lambda starts: tuple(sorted(starts))),
)


def read(tmp_path, data):
    path = tmp_path / "poll.json"
    path.write_bytes(data)
    return read_polls(path)


@given(offers=st.lists(OFFERS, min_size=1, max_size=4))
def test_written_and_read_back(tmp_path_factory, offers):
    polls = replace(POLLS, offers=tuple(offers))
    found = read(tmp_path_factory.mktemp("poll"), polls_to_json(polls))
    assert isinstance(found, ReadPolls) and found.polls == polls
    assert polls_to_json(found.polls) == polls_to_json(polls)


KEYS = st.sampled_from(["format", "session", "session_file", "plan_file", "opened", "polls"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@given(key=KEYS, value=VALUES)
def test_any_value_is_read_or_answered_with_its_place(tmp_path_factory, key, value):
    data = json.loads(polls_to_json(POLLS)) | {key: value}
    found = read(tmp_path_factory.mktemp("poll"), json.dumps(data).encode())
    if not isinstance(found, ReadPolls):
        assert found and all(finding_text(finding, Texts("en")) and finding.line for finding in found)


@pytest.mark.parametrize("key", ["session_file", "plan_file"])
@pytest.mark.parametrize(("name", "id"), [("\0", "control-character"), ("a" * 256, "text-too-long")])
def test_a_name_that_no_file_can_have(tmp_path, key, name, id):
    found = read(tmp_path, json.dumps(json.loads(polls_to_json(POLLS)) | {key: name}).encode())
    assert isinstance(found, tuple) and [finding.id for finding in found] == [id]


@given(data=st.binary(max_size=40))
def test_any_bytes_are_answered(tmp_path_factory, data):
    found = read(tmp_path_factory.mktemp("poll"), data)
    assert isinstance(found, tuple) and found


def test_polls_that_fit_their_plan(tmp_path):
    found = read(tmp_path, polls_to_json(POLLS))
    assert isinstance(found, ReadPolls)
    assert list(found.faults(a_session(), a_good_plan())) == []
    assert without(POLLS, {("retour1", ("lyon",))}).offers == ()


def test_the_same_class_twice(tmp_path):
    found = read(tmp_path, polls_to_json(replace(POLLS, offers=(OFFER, OFFER))))
    assert isinstance(found, ReadPolls)
    assert [finding.id for finding in found.faults(a_session(), a_good_plan())] == ["poll-twice"]
