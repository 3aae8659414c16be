"""plan.json: written and read back without loss; every kind of nonsense has its finding, never an exception."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.files.plain_text import PLAN_LIMIT
from planner.files.plan_json import plan_from_json, plan_to_json
from planner.messages.findings import finding_text
from planner.messages.texts import LANGUAGES, Texts
from planner.plan import LevelValue, Placement, Plan, RemoteBlock
from planner.session import RULE_IDS, Derogation

PLAN = Plan(
    session="neo-69",
    placements=(Placement("accueil", ("lyon",), datetime(2027, 1, 12, 16, tzinfo=UTC), 60, ("durand",), 2),),
    blocks=(RemoteBlock("module1", "lyon", date(2027, 1, 18), date(2027, 1, 22), 90),),
    levels=(LevelValue("rhythm", 12, 12),),
    rules_off=("closing",),
    derogations=(Derogation(week="2027-W03", cap="3h", reason="séminaire « école »"),),
)
TEXT = """\
{
  "format": "session-planner/plan/1",
  "session": "neo-69",
  "placements": [
    {
      "activity": "accueil",
      "groups": [
        "lyon"
      ],
      "start": "2027-01-12T16:00:00+00:00",
      "duration_min": 60,
      "trainers": [
        "durand"
      ],
      "sequence": 2
    }
  ],
  "blocks": [
    {
      "activity": "module1",
      "group": "lyon",
      "first": "2027-01-18",
      "last": "2027-01-22",
      "duration_min": 90,
      "sequence": 0
    }
  ],
  "levels": [
    {
      "level": "rhythm",
      "value": 12,
      "bound": 12
    }
  ],
  "rules_off": [
    "closing"
  ],
  "derogations": [
    {
      "week": "2027-W03",
      "cap_min": 180,
      "reason": "séminaire « école »"
    }
  ]
}
"""

_ids = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9_-]{0,8}[A-Za-z0-9])?", fullmatch=True).filter(
    lambda name: name.casefold()[:3] not in ("con", "prn", "aux", "nul", "com", "lpt")
)
_days = st.dates(date(2020, 1, 1), date(2100, 1, 1))
_minutes = st.integers(1, 10_000)
_placements = st.builds(
    Placement,
    _ids,
    st.lists(_ids, min_size=1, max_size=3).map(tuple),
    st.integers(0, 50_000_000).map(lambda minute: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)),
    _minutes,
    st.lists(_ids, max_size=2).map(tuple),
    st.integers(0, 9),
)
_plans = st.builds(
    Plan,
    _ids,
    st.lists(_placements, max_size=3).map(tuple),
    st.lists(st.builds(RemoteBlock, _ids, _ids, _days, _days, _minutes, st.integers(0, 9)), max_size=3).map(tuple),
    st.lists(
        st.builds(
            LevelValue, st.sampled_from(["preferences", "rhythm", "fair_shares", "early"]), *[st.integers(-9, 9)] * 2
        ),
        max_size=4,
    ).map(tuple),
    st.lists(st.sampled_from(list(RULE_IDS)), max_size=2).map(tuple),
)


def test_the_text_of_a_plan():
    assert plan_to_json(PLAN) == TEXT


@given(_plans)
def test_written_and_read_back_it_is_the_same_plan(plan):
    text = plan_to_json(plan)
    assert plan_from_json(text, "plan.json") == plan
    assert plan_to_json(plan_from_json(text, "plan.json")) == text


def test_another_offset_is_the_same_moment():
    read = plan_from_json(TEXT.replace("2027-01-12T16:00:00+00:00", "2027-01-12T17:00+01:00"), "plan.json")
    assert read == PLAN
    assert read.placements[0].start.tzinfo is UTC


NO_FILES = {
    "a null byte": ("\0", "control-character"),
    "nothing but spaces": (" ", "empty-text"),
    "a name too long": ("a" * 256, "text-too-long"),
    "a name too long in bytes": ("é" * 128, "text-too-long"),
    "a path too long": ("a/" * 501, "text-too-long"),
    "a number": (1, "number-not-text"),
}


@pytest.mark.parametrize("version", [False, True], ids=["of the plan", "of a version before"])
@pytest.mark.parametrize(("name", "found"), NO_FILES.values(), ids=NO_FILES)
def test_a_name_that_no_file_can_have(name, found, version):
    data = json.loads(TEXT)
    before = {"number": 1, "placements": [], "blocks": [], "session_file": name}
    data |= {"versions": [before]} if version else {"session_file": name}
    assert _first(json.dumps(data, indent=1))[0] == found


def _first(text):
    findings = plan_from_json(text, "plan.json")
    assert isinstance(findings, tuple)
    for finding in findings:
        assert all(finding_text(finding, Texts(lang)) for lang in LANGUAGES)
    return findings[0].id, findings[0].line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("empty-file", None)),
        ("{", ("not-json", 1)),
        ("PK\x03\x04", ("not-json", 1)),
        (TEXT.replace('"first": ', '"first" '), ("not-json", 22)),
        (TEXT.replace("90", "NaN"), ("not-json", 1)),
        (TEXT.replace("90", "9" * 5000), ("not-json", 1)),
        ("[" * 100_000, ("not-json", 1)),
        ("[1]", ("not-a-mapping", 1)),
        ("{}", ("unknown-format", 1)),
        (TEXT.replace("plan/1", "plan/2"), ("unknown-format", 2)),
        (TEXT.replace("2027-01-12T16:00:00+00:00", "2027-01-12T16:00:00"), ("not-an-instant", 10)),
        (TEXT.replace("2027-01-12T16:00:00+00:00", "2027-02-30T16:00:00Z"), ("not-an-instant", 10)),
        (TEXT.replace("2027-01-12T16:00:00+00:00", "0001-01-01T00:00:00+14:00"), ("not-an-instant", 10)),
        (TEXT.replace("2027-01-18", "2027-02-30"), ("no-such-date", 22)),
        (TEXT.replace("2027-01-18", "9999-12-31"), ("no-such-date", 22)),
        (TEXT.replace("90", '"90"'), ("not-a-count", 24)),
        (TEXT.replace("90", "1e999"), ("not-a-count", 24)),
        (TEXT.replace("90", "0"), ("out-of-range", 24)),
        (TEXT.replace("90", "90000000"), ("out-of-range", 24)),
        (TEXT.replace("rhythm", "melody"), ("unknown-value", 30)),
        (TEXT.replace('"sequence": 2', '"sequense": 2'), ("unknown-key", 15)),
        (TEXT.replace('"sequence": 2', '"duration_min": 2'), ("key-twice", 15)),
        (TEXT.replace('"module1"', '"\\ud800"'), ("control-character", 20)),
        (TEXT.replace('"module1"', '"../../etc"'), ("wrong-id", 20)),
        (TEXT.replace('"closing"', "null"), ("no-value", None)),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_nonsense_is_said_with_its_place(text, expected):
    message_id, line = _first(text)
    assert message_id == expected[0]
    assert expected[1] in (None, line)


def test_a_huge_text_is_not_parsed():
    assert _first(" " * (PLAN_LIMIT + 1)) == ("file-too-large", None)


def test_all_faults_are_said_at_once():
    text = TEXT.replace("90", "0").replace("rhythm", "melody").replace("2027-01-18", "soon")
    assert [finding.id for finding in plan_from_json(text, "p")] == ["not-a-date", "out-of-range", "unknown-value"]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("2027-01-12"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=200)
@given(_json, st.sampled_from(["session", "placements", "blocks", "levels", "rules_off"]), st.booleans())
def test_any_json_is_read_or_refused(value, key, inside):
    data = json.loads(TEXT)
    if inside and key not in ("session", "rules_off"):
        data[key][0] = value
    else:
        data[key] = value
    found = plan_from_json(json.dumps(data), "plan.json")
    if not isinstance(found, Plan):
        assert found
        assert all(finding_text(finding, Texts("fr")) for finding in found)


def test_moments_are_written_in_utc_whatever_their_clock():
    noumea = timezone(timedelta(hours=11))
    placement = Placement("accueil", ("lyon",), datetime(2027, 1, 13, 8, tzinfo=noumea), 60)
    read = plan_from_json(plan_to_json(Plan("neo", (placement,), ())), "plan.json")
    assert read.placements[0].start == datetime(2027, 1, 12, 21, tzinfo=UTC)
