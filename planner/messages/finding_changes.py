"""Findings about what is asked of a plan that exists, and about the plan itself."""

from collections.abc import Callable, Mapping

from planner.messages.finding_words import Said, names, of_groups, quoted, with_near
from planner.messages.texts import Texts
from planner.outcome import Facts


def _found(facts: Facts, texts: Texts) -> str:
    return quoted(facts["found"], texts)


def no_such_trainer(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("there is no trainer {found} in this session", found=_found(facts, texts)),
        with_near(texts.say("Its trainers: {names}.", names=names(facts["known"], texts)), facts, texts),
    )


def no_such_activity(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("there is no activity {found} in this session", found=_found(facts, texts)),
        with_near(texts.say("Its activities: {names}.", names=names(facts["known"], texts)), facts, texts),
    )


def no_such_group(facts: Facts, texts: Texts) -> Said:
    activity = quoted(facts["activity"], texts)
    return Said(
        texts.say("no group {found} does {activity}", found=_found(facts, texts), activity=activity),
        with_near(texts.say("Its groups: {names}.", names=names(facts["known"], texts)), facts, texts),
    )


def nobody_of_that_name(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("there is no trainer and no group {found} in this session", found=_found(facts, texts)),
        with_near(texts.say("There are: {names}.", names=names(facts["known"], texts)), facts, texts),
    )


def group_already_there(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("there is a group {found} already", found=_found(facts, texts)),
        texts.say("Give the new group another id."),
    )


def moved_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is asked to move to two moments", found=_found(facts, texts)),
        texts.say("Give one moment for each class and group."),
    )


def moved_and_cancelled(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is to be cancelled, and asked to move as well", found=_found(facts, texts)),
        texts.say("Ask for one of the two."),
    )


def moved_remote_work(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "{found} is done at one's own pace: it has no hour to which it could move", found=_found(facts, texts)
        ),
        texts.say("Fix its days in the session file (`fixed`), then plan again."),
    )


def moved_for_which_group(facts: Facts, texts: Texts) -> Said:
    example = f"{facts['activity']}@{facts['groups'][0]}"
    return Said(
        texts.say("{found} takes place once for each of several groups", found=_found(facts, texts)),
        texts.say(
            "Say for which one: {example}. The groups: {names}.", example=example, names=names(facts["groups"], texts)
        ),
    )


def _days(facts: Facts, texts: Texts) -> str:
    if facts["first"] == facts["last"]:
        return texts.day(facts["first"])
    return texts.say("from {first} to {last}", first=texts.day(facts["first"]), last=texts.day(facts["last"]))


def days_past(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{days} is past: today is {today}", days=_days(facts, texts), today=texts.day(facts["today"])),
        texts.say("What took place stays as it is. --today names another day."),
    )


def moment_past(facts: Facts, texts: Texts) -> Said:
    told = {"moment": texts.moment(facts["at"]), "now": texts.moment(facts["now"])}
    return Said(
        texts.say("{moment} is past: it is {now}", **told),
        texts.say("A class moves to a moment to come. --today names another day, taken as a whole."),
    )


def days_reversed(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "the last day, {last}, comes before the first, {first}",
            first=texts.day(facts["first"]),
            last=texts.day(facts["last"]),
        ),
        texts.say("Write the first day first: 2027-01-18/2027-01-22."),
    )


def days_outside_window(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{days} is outside the dates of the session", days=_days(facts, texts)),
        texts.say(
            "The session goes from {first} to {last}.",
            first=texts.day(facts["window_first"]),
            last=texts.day(facts["window_last"]),
        ),
    )


def took_place(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "{found} took place on {day}",
            found=of_groups(_found(facts, texts), facts, texts),
            day=texts.day(facts["day"]),
        ),
        texts.say("What took place can neither move nor be cancelled. Name a group for which it is still to come."),
    )


def cannot_change(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the change cannot be written into this session file"),
        texts.say("Make it in the file yourself, then: planner replan PLAN --session FILE"),
    )


def no_session_for_plan(facts: Facts, texts: Texts) -> Said:
    advice = texts.say("Name it: --session SESSION.yaml")
    if facts["where"] is None:
        return Said(texts.say("this plan does not say which session file it was made from"), advice)
    where = quoted(facts["where"], texts)
    return Said(texts.say("the session file of this plan, {where}, is not there", where=where), advice)


def no_academy_record(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("there is no such file, though an academy was planned in this folder"),
        texts.say(
            "The other sessions would not be seen. Put it back, or run “planner batch” again, which follows the plans"
            " that lie there; to plan this session by itself, copy its folder elsewhere."
        ),
    )


def session_recorded_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the session {found} stands twice in this file", found=_found(facts, texts)),
        texts.say("It was changed by hand; take back the file that “planner batch” wrote, or run it again."),
    )


def plan_of_other_session(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "this is a plan of the session {found}, not of {expected}",
            found=_found(facts, texts),
            expected=quoted(facts["expected"], texts),
        ),
        texts.say("Give the plan and the session file that belong together."),
    )


def folder_of_other_session(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "this is the plan of the session {found}; a plan of {expected} would be written over it",
            found=_found(facts, texts),
            expected=quoted(facts["expected"], texts),
        ),
        texts.say("Give each session a folder of its own, with --out; or move this folder away, if nobody needs it."),
    )


def _entry(facts: Facts, texts: Texts) -> str:
    return texts.say(
        "{activity} of {groups}", activity=quoted(facts["activity"], texts), groups=texts.plain(facts["groups"])
    )


def _made_by_hand(texts: Texts) -> str:
    return texts.say("It was changed by hand; take back the plan.json that the planner wrote.")


def planned_twice(facts: Facts, texts: Texts) -> Said:
    return Said(texts.say("{entry} stands twice in this plan", entry=_entry(facts, texts)), _made_by_hand(texts))


def block_reversed(facts: Facts, texts: Texts) -> Said:
    first, last = texts.day(facts["first"]), texts.day(facts["last"])
    said = texts.say(
        "{entry} ends on {last}, before it begins, on {first}", entry=_entry(facts, texts), first=first, last=last
    )
    return Said(said, _made_by_hand(texts))


def block_of_weeks(facts: Facts, texts: Texts) -> Said:
    days = _days(facts, texts)
    said = texts.say("one block of {entry} lies in two weeks, {days}", entry=_entry(facts, texts), days=days)
    return Said(said, _made_by_hand(texts))


def nobody_to_invite(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("no trainer of this session has an address"),
        texts.say("Write one in the session file (`email`): who invites is the first trainer who has one."),
    )


def group_dealt_anew(facts: Facts, texts: Texts) -> Said:
    parts = names(facts["parts"], texts)
    return Said(
        texts.say(
            "the group {found} took part already, and would now be {parts}", found=_found(facts, texts), parts=parts
        ),
        texts.say("Keep it as it was: another `capacity`, or further people in a group of their own (--add-group)."),
    )


def no_version_before(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("no version of this plan before it is kept (it is version {number})", number=facts["number"]),
        texts.say("There is nothing to go back to."),
    )


def busy_of_whom(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("it is not said whose calendar {found} is", found=_found(facts, texts)),
        texts.say("Write --busy WHO=FILE; there are: {names}.", names=names(facts["known"], texts)),
    )


def no_such_trainer_of_all(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("no trainer of these sessions is called {found}", found=_found(facts, texts)),
        with_near(
            texts.count("The academy has {number} trainer.", "The academy has {number} trainers.", facts["count"]),
            facts,
            texts,
        ),
    )


def change_of_one_session(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("this change is about one session, and the folder is that of a whole academy"),
        texts.say("Name the folder of one session, as {folder}.", folder=texts.plain(facts["folder"])),
    )


def nothing_asked_of_all(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("this is the folder of a whole academy, and no change is asked for"),
        texts.say("Say what changes (--absent, --closed, --busy), or name the folder of one session."),
    )


def record_other_session(facts: Facts, texts: Texts) -> Said:
    told = {name: quoted(facts[name], texts) for name in ("expected", "found", "other")}
    return Said(
        texts.say("session {expected} is said to be in {other}, which describes {found}", **told),
        texts.say("Run “planner batch” again."),
    )


def record_no_enrolments(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is named as a table of enrolments, and is none", found=quoted(facts["found"], texts)),
        texts.say("Run “planner batch” again."),
    )


CHANGE_TEXTS: Mapping[str, Callable[[Facts, Texts], Said]] = {
    "no-such-trainer": no_such_trainer,
    "no-such-activity": no_such_activity,
    "no-such-group": no_such_group,
    "nobody-of-that-name": nobody_of_that_name,
    "group-already-there": group_already_there,
    "moved-twice": moved_twice,
    "moved-and-cancelled": moved_and_cancelled,
    "moved-remote-work": moved_remote_work,
    "moved-for-which-group": moved_for_which_group,
    "days-past": days_past,
    "moment-past": moment_past,
    "days-reversed": days_reversed,
    "days-outside-window": days_outside_window,
    "took-place": took_place,
    "cannot-change": cannot_change,
    "no-session-for-plan": no_session_for_plan,
    "no-academy-record": no_academy_record,
    "session-recorded-twice": session_recorded_twice,
    "plan-of-other-session": plan_of_other_session,
    "folder-of-other-session": folder_of_other_session,
    "planned-twice": planned_twice,
    "block-reversed": block_reversed,
    "block-of-weeks": block_of_weeks,
    "nobody-to-invite": nobody_to_invite,
    "group-dealt-anew": group_dealt_anew,
    "no-version-before": no_version_before,
    "busy-of-whom": busy_of_whom,
    "no-such-trainer-of-all": no_such_trainer_of_all,
    "change-of-one-session": change_of_one_session,
    "nothing-asked-of-all": nothing_asked_of_all,
    "record-other-session": record_other_session,
    "record-no-enrolments": record_no_enrolments,
}
