"""`planner check` of one group's or trainer's calendar, and of calendars with entries of other things."""

import json
import re

import pytest

from planner.files.plan_ics import read_calendar
from planner.files.plan_json import plan_to_json
from planner.messages.texts import Texts
from planner.reports.calendar_files import calendar_files
from tests.support.command import run
from tests.support.sessions import A_SESSION, a_good_plan, a_plan, a_session, block, place, the_school

GROUPS = [{"id": "bron", "name": "Bron Terraillon", "size": 20}, {"id": "lyon", "size": 20}]
TRAINERS = [{"id": "durand", "name": "Alice Durand"}, {"id": "petit", "name": "Paul Petit"}]
TWO = a_session(groups=GROUPS, trainers=TRAINERS)
PLAN = a_plan(
    TWO,
    place(TWO, "accueil", "2027-01-12 17:00", groups=("lyon",), trainers=("durand",)),
    place(TWO, "accueil", "2027-01-13 17:00", groups=("bron",), trainers=("petit",)),
    block(TWO, "module1", "2027-01-18", "2027-01-22", 120, group="lyon"),
    block(TWO, "module1", "2027-01-18", "2027-01-22", 120, group="bron"),
    place(TWO, "retour1", "2027-01-26 16:30", groups=("lyon",), trainers=("durand",)),
    place(TWO, "retour1", "2027-01-27 16:30", groups=("bron",), trainers=("petit",)),
)
DENTIST = (
    "BEGIN:VEVENT\r\nUID:1@example.org\r\nSUMMARY:Dentiste\r\nDTSTART:20270112T160000Z\r\n"
    "RRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n"
)


def _by_hand(title, start, end, more=""):
    head = f"BEGIN:VEVENT\r\nUID:{title}{start}\r\nSUMMARY:{title}\r\n"
    return head + f"DTSTART:{start}\r\nDTEND:{end}\r\n{more}END:VEVENT\r\n"


def _calendar(*entries):
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(entries) + "END:VCALENDAR\r\n"


@pytest.fixture
def write(tmp_path):
    def files(text, name="plan.ics", session=TWO):
        described = tmp_path / "session.yaml"
        described.write_text(json.dumps(_as_file(session)), encoding="utf-8")
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return described, path

    return files


def _as_file(session):
    people = {"groups": GROUPS, "trainers": TRAINERS} if session is TWO else {}
    return A_SESSION | people


def written(name, session=TWO, plan=PLAN):
    return calendar_files(session, plan, the_school(), Texts("fr"))[name].decode()


def check(capsys, files, *more):
    answer = run(capsys, "check", *files, "--json", *more)
    return answer.code, json.loads(answer.out) if answer.out else answer.err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("groups/lyon.ics", "Judged: the calendar of group lyon, alone."),
        ("groups/bron.ics", "Judged: the calendar of group Bron Terraillon, alone."),
        ("trainers/durand.ics", "Judged: the calendar of Alice Durand, alone."),
    ],
)
def test_ones_own_calendar_is_judged_alone(capsys, write, name, said):
    answer = run(capsys, "check", *write(written(name), name), "--lang", "en")
    assert (answer.code, answer.err) == (0, "")
    assert said in answer.out and "keeps every rule." in answer.out


@pytest.mark.parametrize(
    ("name", "kind", "id"),
    [
        ("groups/lyon.ics", "group", "lyon"),
        ("groups/bron.ics", "group", "bron"),
        ("trainers/petit.ics", "trainer", "petit"),
    ],
)
def test_a_calendar_that_was_renamed_is_known_by_its_own_name(capsys, write, name, kind, id):
    code, found = check(capsys, write(written(name), "mon agenda.ics"))
    assert (code, found["scope"]) == (0, {"kind": kind, "id": id})


def test_the_sessions_calendar_is_judged_whole(capsys, write):
    code, found = check(capsys, write(written("neo-69.ics")))
    assert (code, found["scope"], found["status"]) == (0, None, "kept")


def _without_first(text, count=1):
    return re.sub(r"(?s)BEGIN:VEVENT.*?END:VEVENT\r\n", "", text, count=count)


BY_HAND = [("ACCUEIL", "20270112T17", "20270112T18"), ("Retour d'expérience", "20270126T1630", "20270126T18")]


@pytest.mark.parametrize(
    ("option", "name", "said"),
    [
        ("--trainer", "alice durand", {"kind": "trainer", "id": "durand"}),
        ("--trainer", "DURAND", {"kind": "trainer", "id": "durand"}),
        ("--group", "Lyon", {"kind": "group", "id": "lyon"}),
    ],
)
def test_whose_calendar_it_is_can_be_said(capsys, write, option, name, said):
    """Made by hand, in a file of any name: without who leads, who owns the calendar does."""
    entries = (_by_hand(f"{title} lyon", start.ljust(15, "0"), end.ljust(15, "0")) for title, start, end in BY_HAND)
    files = write(_calendar(*entries))
    code, found = check(capsys, files, option, name)
    assert found["scope"] == said
    if option == "--trainer":
        assert (code, found["violations"]) == (0, [])
    else:
        kinds = {(violation["activity"], violation["kind"]) for violation in found["violations"]}
        assert ("module1", "wrong_remote_minutes") in kinds and ("accueil", "missing") not in kinds


def test_one_part_of_plan_json_is_judged_alone(capsys, write):
    path = write("x", "plan.json")[1]
    placements = tuple(each for each in PLAN.placements if each.groups == ("lyon",))
    path.write_text(plan_to_json(a_plan(TWO, *placements, *PLAN.blocks)), encoding="utf-8")
    files = path.parent / "session.yaml", path
    assert check(capsys, files)[0] == 1
    for option, name in (("--group", "lyon"), ("--trainer", "durand")):
        assert check(capsys, files, option, name)[0] == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--group", "lyom"], "Its groups: Bron Terraillon, lyon. Did you mean “lyon”?"),
        (["--trainer", "Alice"], "Its trainers: Alice Durand, Paul Petit."),
        (["--group", "lyon", "--trainer", "durand"], "Ask for a group or for a trainer, not for both."),
    ],
)
def test_somebody_there_is_none_of(capsys, write, more, said):
    answer = run(capsys, "check", *write(written("neo-69.ics")), *more, "--lang", "en")
    assert (answer.code, answer.out) == (2, "") and said in answer.err


def test_what_of_the_group_is_missing_is_said(capsys, write):
    code, found = check(capsys, write(_without_first(written("groups/lyon.ics")), "groups/lyon.ics"))
    assert code == 1
    assert [(v["kind"], v["activity"], v["group"]) for v in found["violations"]] == [("missing", "accueil", "lyon")]


def test_what_only_this_trainer_leads_is_missing_of_a_trainers_calendar(capsys, write):
    session, plan = a_session(), a_good_plan()
    text = _without_first(written("trainers/durand.ics", session, plan))
    code, found = check(capsys, write(text, "trainers/durand.ics", session))
    assert (code, [(v["kind"], v["activity"]) for v in found["violations"]]) == (1, [("missing", "accueil")])


def test_what_another_may_lead_is_not_missing_of_a_trainers_calendar(capsys, write):
    text = _without_first(written("trainers/durand.ics"))
    assert check(capsys, write(text, "trainers/durand.ics"))[0] == 0


def test_a_moved_class_of_the_group_breaks_its_rule(capsys, write):
    text = (
        written("groups/lyon.ics")
        .replace("20270112T17", "20270112T18")
        .replace("20270112T180000", "20270112T190000", 2)
    )
    text = text.replace("20270112T190000", "20270112T183000", 1)
    code, found = check(capsys, write(text, "groups/lyon.ics"))
    assert code == 1 and "working_hours" in {v["rule"] for v in found["violations"]}


def test_the_first_day_of_one_group_is_no_first_day_of_the_session(capsys, write):
    """Friday 15 January is an eve, but another group may have begun before."""
    text = written("groups/lyon.ics").replace("20270112T", "20270115T")
    assert check(capsys, write(text, "groups/lyon.ics"))[0] == 0


def test_an_entry_of_another_group_is_left_out(capsys, write):
    other = re.findall(r"(?s)BEGIN:VEVENT.*?END:VEVENT\r\n", written("groups/bron.ics"))[0]
    text = written("groups/lyon.ics").replace("BEGIN:VEVENT", other + "BEGIN:VEVENT", 1)
    code, found = check(capsys, write(text, "groups/lyon.ics"))
    assert (code, [f["id"] for f in found["left_out"]]) == (0, ["entry-of-others"])


@pytest.mark.parametrize(("lang", "said"), [("en", "“Dentiste” is none of this"), ("fr", "« Dentiste »")])
def test_a_dentist_is_left_out_and_listed(capsys, write, lang, said):
    text = written("neo-69.ics").replace("BEGIN:VEVENT", DENTIST + "BEGIN:VEVENT", 1)
    files = write(text)
    answer = run(capsys, "check", *files, "--lang", lang)
    assert (answer.code, answer.err) == (0, "")
    assert said.replace("« ", "«\xa0").replace(" »", "\xa0»") in answer.out
    code, found = check(capsys, files)
    assert (code, found["status"]) == (0, "kept")
    assert [(f["id"], f["facts"]["title"]) for f in found["left_out"]] == [("unknown-entry", "Dentiste")]


@pytest.mark.parametrize("wrong", ["DTSTART:20271332T160000Z", "DTSTART;TZID=Ailleurs:20270112T160000", ""])
def test_a_strange_entry_that_cannot_be_read_does_not_stop_the_check(capsys, write, wrong):
    strange = DENTIST.replace("DTSTART:20270112T160000Z", wrong).replace("\r\n\r\n", "\r\n")
    code, found = check(capsys, write(written("neo-69.ics").replace("BEGIN:VEVENT", strange + "BEGIN:VEVENT", 1)))
    assert (code, [f["id"] for f in found["left_out"]]) == (0, ["unknown-entry"])


def test_a_calendar_made_by_hand_is_judged(capsys, write):
    text = _calendar(
        DENTIST,
        _by_hand("accueil - Alice Durand", "20270112T170000", "20270112T180000"),
        _by_hand("2h Observer sa classe", "20270118", "20270123"),
        _by_hand("Classe virtuelle RETOUR D’EXPERIENCE", "20270126T163000", "20270126T180000"),
        _by_hand("Accueil", "20270119T170000", "20270119T180000", "STATUS:CANCELLED\r\n"),
    )
    session = a_session()
    code, found = check(capsys, write(text, session=session))
    assert (code, found["violations"], len(found["left_out"])) == (0, [], 1)


@pytest.mark.parametrize(
    ("entry", "id"),
    [
        pytest.param(_by_hand("Accueil", "20270112T170000", "20270112T180000"), "ambiguous-entry", id="which group"),
        pytest.param(_by_hand("Accueil lyon", "20270112", "20270113"), "entry-without-hour", id="a class all day"),
        pytest.param(
            _by_hand("Accueil lyon", "20270112T170000", "20270112T180000", "RRULE:FREQ=WEEKLY\r\n"),
            "entry-repeats", id="each week",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_is_said_and_not_guessed(capsys, write, entry, id):
    text = written("neo-69.ics")
    code, found = check(capsys, write(_calendar(entry)))
    assert code == 1 and [f["id"] for f in found["left_out"]] == [id]
    assert check(capsys, write(text))[0] == 0, "the files as they were"


CLASSES = [_by_hand(title, start.ljust(15, "0"), end.ljust(15, "0")) for title, start, end in BY_HAND]
WEEKS = ("20270118", "20270123"), ("20270201", "20270206")


@pytest.mark.parametrize(
    ("titles", "more"),
    [
        pytest.param(["Observer sa classe (1 h)", "OBSERVER SA CLASSE - 1h"], "", id="after it"),
        pytest.param(["Observer sa classe 60 min", "1 heure : observer sa classe"], "", id="in words"),
        pytest.param(["Observer sa classe, durée 30 min", "Observer sa classe 1h30"], "", id="a half, and the rest"),
        pytest.param(["Observer sa classe"] * 2, "DESCRIPTION:Durée : 1 h de 2 h\r\n", id="described"),
        pytest.param(["Observer sa classe"] * 2, "DESCRIPTION:Le forum\\, 1 h.\r\n", id="in the description alone"),
    ],
)
def test_a_duration_is_read_wherever_it_stands(capsys, write, titles, more):
    blocks = (_by_hand(title, *week, more) for title, week in zip(titles, WEEKS, strict=True))
    code, found = check(capsys, write(_calendar(CLASSES[0], *blocks), session=a_session()))
    assert {(v["kind"], v["activity"]) for v in found["violations"]} == {("missing", "retour1")}
    assert (code, found["left_out"], found["notes"]) == (1, [], [])


def test_the_only_work_of_its_activity_is_all_of_it_and_this_is_said(capsys, write):
    work = _by_hand("Observer sa classe", *WEEKS[0])
    files = write(_calendar(*CLASSES, work), session=a_session())
    code, found = check(capsys, files)
    assert (code, found["status"], found["violations"]) == (0, "kept", [])
    assert [(note["id"], note["facts"]["duration_min"]) for note in found["notes"]] == [
        ("entry-of-whole-duration", 120)
    ]
    assert "counts as all of it, 2\xa0h" in run(capsys, "check", *files, "--lang", "en").out
    assert "compte pour toute l’activité, 2\xa0h" in run(capsys, "check", *files, "--lang", "fr").out
    code, found = check(capsys, write(_calendar(*CLASSES, work, _by_hand("Observer sa classe", *WEEKS[1]))))
    assert {left["id"] for left in found["left_out"]} >= {"ambiguous-entry"}, "of two groups"
    two = write(_calendar(*CLASSES, work, _by_hand("Observer sa classe", *WEEKS[1])), session=a_session())
    assert [left["id"] for left in check(capsys, two)[1]["left_out"]] == ["entry-without-minutes"] * 2


def test_who_leads_is_not_judged_where_a_calendar_does_not_tell(capsys, write):
    entries = [
        _by_hand(f"Accueil {group}", f"202701{day}T170000", f"202701{day}T180000")
        for group, day in (("lyon", 12), ("bron", 13))
    ]
    entries += [_by_hand(f"Observer sa classe {group}", *WEEKS[0]) for group in ("lyon", "bron")]
    entries += [
        _by_hand(f"Retour d'expérience {group}", f"202701{day}T163000", f"202701{day}T180000")
        for group, day in (("lyon", 26), ("bron", 27))
    ]
    files = write(_calendar(*entries))
    code, found = check(capsys, files)
    assert (code, found["status"], found["violations"]) == (0, "kept", [])
    [note] = [note for note in found["notes"] if note["id"] == "leaders-not-judged"]
    assert note["facts"]["number"] == 4
    said = run(capsys, "check", *files, "--lang", "en").out
    assert "What could be judged" in said and said.count("who leads was not judged: 4 classes do not tell") == 1


@pytest.mark.parametrize(
    ("title", "more", "led_by"),
    [
        pytest.param("Accueil lyon", "", None, id="nobody told"),
        pytest.param("Accueil lyon (Paul Petit)", "", "petit", id="in the title"),
        pytest.param("Accueil lyon - PETIT", "", "petit", id="an id in the title"),
        pytest.param("Accueil lyon", "DESCRIPTION:Avec paul PETIT.\r\n", "petit", id="in the description"),
        pytest.param("Accueil lyon", "ORGANIZER;CN=Paul Petit:mailto:x@example.org\r\n", "petit", id="organizer"),
        pytest.param("Accueil lyon", "ATTENDEE;CN=x:MAILTO:Paul@Example.org\r\n", "petit", id="by address"),
        pytest.param(
            "Accueil lyon", "ATTENDEE;CN=Paul Petit:mailto:p@x\r\nATTENDEE;CN=Alice Durand:mailto:d@x\r\n", None,
            id="the whole team is invited",
        ),
        pytest.param(
            "Accueil lyon (Paul Petit)", "ORGANIZER;CN=Alice Durand:mailto:d@x\r\n", "petit",
            id="the title before who invites",
        ),
        pytest.param("Accueil lyon", "ORGANIZER;CN=Marie Autre:mailto:m@x\r\n", None, id="none of the team"),
    ],
)  # fmt: skip
def test_who_leads_is_read_where_the_entry_names_one_of_the_team(title, more, led_by):
    people = [TRAINERS[0], {**TRAINERS[1], "email": "paul@example.org"}]
    session = a_session(groups=GROUPS, trainers=people)
    text = _calendar(_by_hand(title, "20270112T170000", "20270112T180000", more))
    read = read_calendar(text.encode(), session, "plan.ics")
    assert [each.trainers for each in read.plan.placements] == [(led_by,) if led_by else ()]


def test_a_copy_by_hand_of_what_is_there_is_said(capsys, write):
    copy = _by_hand("Accueil lyon", "20270114T170000", "20270114T180000")
    code, found = check(capsys, write(written("neo-69.ics").replace("BEGIN:VEVENT", copy + "BEGIN:VEVENT", 1)))
    assert (code, [f["id"] for f in found["left_out"]]) == (0, ["entry-already-there"])


def test_an_entry_of_another_session_is_said_to_be_so(capsys, write):
    other = a_session(id="autre-69")
    entry = re.findall(
        r"(?s)BEGIN:VEVENT.*?END:VEVENT\r\n",
        calendar_files(other, a_good_plan(other), the_school(), Texts("fr"))["autre-69.ics"].decode(),
    )[0]
    text = written("neo-69.ics").replace("BEGIN:VEVENT", entry + "BEGIN:VEVENT", 1)
    code, found = check(capsys, write(text))
    assert (code, found["left_out"][0]["facts"]["other_session"]) == (0, "autre-69")
    bare = re.sub(r"X-SESSION-PLANNER.*\r\n", "", text)
    answer = run(capsys, "check", *write(bare), "--lang", "en")
    assert (answer.code, "It is of another session" in answer.out) == (0, True)


def test_a_calendar_of_another_session_alone_is_refused(capsys, write):
    other = a_session(id="autre-69")
    files = write(calendar_files(other, a_good_plan(other), the_school(), Texts("fr"))["autre-69.ics"])
    answer = run(capsys, "check", *files, "--lang", "en")
    assert answer.code == 2 and "It belongs to the session autre-69" in answer.err


def test_an_entry_of_what_the_session_no_longer_has(capsys, write):
    session = a_session()
    text = written("neo-69.ics", session, a_good_plan())
    more = a_session(
        activities=[*_as_file(session)["activities"], {**_as_file(session)["activities"][0], "id": "bilan"}]
    )
    later = written("neo-69.ics", more, a_plan(more, place(more, "bilan", "2027-02-02 17:00")))
    [entry] = re.findall(r"(?s)BEGIN:VEVENT.*?END:VEVENT\r\n", later)
    code, found = check(capsys, write(text.replace("BEGIN:VEVENT", entry + "BEGIN:VEVENT", 1), session=session))
    assert (code, found["status"], [f["id"] for f in found["left_out"]]) == (1, "unclear", ["entry-gone"])


def test_no_logbook_is_written_from_one_groups_calendar(capsys, write, tmp_path):
    files = write(written("groups/lyon.ics"), "groups/lyon.ics")
    assert run(capsys, "logbook", *files, "--out", tmp_path / "out").code == 1
    assert not (tmp_path / "out").exists()
