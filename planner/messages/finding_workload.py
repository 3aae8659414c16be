"""Findings about what is said of the trainers' work: coefficients, the booklet, who leads."""

from collections.abc import Callable, Mapping

from planner.messages.finding_words import Said, names, quoted, with_near
from planner.messages.texts import Texts
from planner.outcome import Facts


def not_a_number(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{found} is no coefficient", found=quoted(facts["found"], texts)),
        texts.say(
            "A coefficient is a number from 0 on, in the unit that factors.yaml states, or its range:"
            " {{low: 2, default: 4, high: 8}}"
        ),
    )


def wrong_range(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the range of {key} is not in order: {found}", key=facts["key"], found=texts.plain(facts["found"])),
        texts.say("The lowest value stands in low:, the usual one in default:, the highest in high:."),
    )


def below_one(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{key} is {found}", key=quoted(facts["key"], texts), found=texts.plain(facts["found"])),
        texts.say("It is at least 1: what it multiplies can only become more (II.E)."),
    )


def above_one(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{key} is {found}", key=quoted(facts["key"], texts), found=texts.plain(facts["found"])),
        texts.say("It is at most 1: what it multiplies can only become less."),
    )


def key_not_for_work(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "{key} has no meaning for activity {activity}: its work is {work}",
            key=quoted(facts["key"], texts),
            activity=texts.plain(facts["activity"]),
            work=facts["work"],
        ),
        texts.say("Remove it, or write what the work is: work: {works}.", works=texts.listing(facts["allowed"])),
    )


def nobody_shares(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("every trainer has 0 as share of what the team does once"),
        texts.say("Give at least one of them a common_share: of 1 or more, or remove the key."),
    )


def more_weeks_than_window(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.count(
            "{number} week with something to do is asked for",
            "{number} weeks with something to do are asked for",
            facts["weeks"],
        ),
        texts.count("The window has {number}.", "The window has {number}.", facts["limit"]),
    )


def booklet_without_figures(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the booklet gives no figure"),
        texts.say("Write preparation:, delivery: or review:, for example preparation: 6h, or remove it."),
    )


def other_parcours_id(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("parcours_id is {found}", found=quoted(facts["found"], texts)),
        texts.say("The file of the parcours says {other}. Remove the key here.", other=quoted(facts["other"], texts)),
    )


def unknown_academy(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("there is no academy {found}", found=quoted(facts["found"], texts)),
        with_near(texts.say("An academy is written as on its site: Lyon, Aix-Marseille, La Réunion."), facts, texts),
    )


def empty_team(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the session has no trainers: nobody's work can be estimated"),
        texts.say("Write them under trainers:, each with id: and name:."),
    )


def led_by_nobody(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("activity {activity} is led by nobody", activity=texts.plain(facts["activity"])),
        texts.say("Write who leads it under trainers:. The team is: {names}.", names=names(facts["allowed"], texts)),
    )


def other_session(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("this is a plan of the session {found}", found=quoted(facts["found"], texts)),
        with_near(texts.say("The sessions read are: {names}.", names=names(facts["allowed"], texts)), facts, texts),
    )


def unknown_in_plan(facts: Facts, texts: Texts) -> Said:
    kind = {
        "activity": texts.say("the plan has an activity {found}, the session has none", found=facts["found"]),
        "group": texts.say("the plan has a group {found}, the session has none", found=facts["found"]),
        "trainer": texts.say("the plan has a trainer {found}, the session has none", found=facts["found"]),
    }
    return Said(
        kind[facts["kind"]],
        with_near(texts.say("The plan is of another version of the session: plan it again."), facts, texts),
    )


def two_plans(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the session {session} already has a plan", session=quoted(facts["session"], texts)),
        texts.say("Give one of the two: {names}.", names=names(facts["files"], texts)),
    )


def same_session_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the id {found} is already taken", found=quoted(facts["found"], texts)),
        texts.say(
            "The session of {other} has it too. Give each session its own id.", other=texts.plain(facts["other"])
        ),
    )


def no_sessions(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("there is no session here"),
        texts.say(
            "A session is a .yaml file with a window:, or a row of a spreadsheet. Parcours and other files are passed"
            " over."
        ),
    )


WORKLOAD_TEXTS: Mapping[str, Callable[[Facts, Texts], Said]] = {
    "not-a-number": not_a_number,
    "wrong-range": wrong_range,
    "below-one": below_one,
    "above-one": above_one,
    "key-not-for-work": key_not_for_work,
    "nobody-shares": nobody_shares,
    "more-weeks-than-window": more_weeks_than_window,
    "booklet-without-figures": booklet_without_figures,
    "other-parcours-id": other_parcours_id,
    "unknown-academy": unknown_academy,
    "empty-team": empty_team,
    "led-by-nobody": led_by_nobody,
    "other-session": other_session,
    "unknown-in-plan": unknown_in_plan,
    "two-plans": two_plans,
    "same-session-twice": same_session_twice,
    "no-sessions": no_sessions,
}
