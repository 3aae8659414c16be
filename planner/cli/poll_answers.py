"""What `planner poll` answers: the slots that are offered and why not more, what ballots elect, what moves."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.exit_codes import NO_PLAN, OUT_OF_TIME, VIOLATIONS
from planner.cli.replan_answers import moved_data, moved_lines, proofs
from planner.cli.screen import Screen
from planner.cli.update_index import update_index
from planner.messages.texts import Texts

if TYPE_CHECKING:
    from planner.jobs.checking import Checked
    from planner.jobs.poll_close import Closed, NotKept
    from planner.jobs.poll_open import Offered
    from planner.poll import Election


def broken(screen: Screen, answer: "Checked") -> int:
    """The plan that is to be polled breaks rules."""
    from planner.messages.violations import violation_text

    screen.document({"status": "broken", "violations": answer.violations})
    said = screen.texts.say("The plan breaks rules; nothing is polled and nothing was written:")
    screen.fault(said)
    for violation in answer.violations:
        screen.fault(f"  - {violation_text(violation, answer.session, screen.texts)}")
    return VIOLATIONS


def offered(screen: Screen, answer: "Offered") -> int:
    """Polls are open."""
    from planner.messages.polls import PollTexts, why_fewer, why_no_more
    from planner.messages.rules import not_checked, rules_kept

    texts, words, room = screen.texts, PollTexts(answer.session, screen.texts), answer.room
    opened = room.opened
    screen.document(
        {
            "status": "opened",
            "session": answer.session.id,
            "polls": {key: {**vars(offer), "starts": words.local(offer)} for key, offer in answer.polls.items()},
            "elections": opened.elections,
            "all_judged": opened.all_judged and not answer.session.is_off("poll"),
            "fewer": opened.fewer,
            "searched": room.searched,
            "moved": [moved_data(each) for each in room.moved],
            "slots_before": _before(answer),
            "version": answer.plan.number if room.moved else None,
            "still_open": answer.still_open,
            "given_up": answer.given_up,
            "rules_off": answer.session.rules.off,
            "derogations": answer.session.derogations,
            "files": answer.files,
        }
    )
    for offer in answer.polls.values():
        screen.prose(texts.say("{title}:", title=words.heading(offer)))
        for local in words.local(offer):
            screen.prose(f"  - {words.slot(offer, local)}")
    for fewer in opened.fewer:
        found = texts.count(
            "{number} slot was found of {asked} for {title}.",
            "{number} slots were found of {asked} for {title}.",
            len(fewer.offer.starts),
            asked=fewer.asked,
            title=words.title(fewer.offer),
        )
        screen.prose(f"{found} {why_fewer(vars(fewer), texts)}")
    if single := [words.title(offer) for offer in answer.polls.values() if len(offer.starts) == 1]:
        screen.prose(
            texts.say(
                "A single slot leaves nothing to choose, for {titles}: ballots only say who can come, and closing the"
                " poll fixes the date of the plan.",
                titles=texts.listing(single),
            ),
        )
    if opened.fewer:
        screen.prose(why_no_more(room.searched, texts))
    _say_room(screen, answer)
    if not answer.session.is_off("poll"):
        screen.prose(_judged(opened.elections, opened.all_judged, rules_kept(answer.session, texts), texts))
    for line in not_checked(answer.session, texts):
        screen.prose(line)
    if answer.still_open:
        screen.prose(texts.say("Still open: {polls}.", polls=", ".join(answer.still_open)))
    if answer.given_up:
        screen.prose(
            texts.say(
                "Open no more, as the plan was changed since and what they offer does not hold: {polls}. To ask again,"
                " open them again.",
                polls=", ".join(answer.given_up),
            ),
        )
    _files(screen, answer.files)
    return update_index(screen, answer.index)


def _before(answer: "Offered") -> dict[str, int]:
    """By the key of each poll, how many slots there would be, were nothing to move; empty where nothing did."""
    before = answer.room.before or {}
    ids = {key: f"{offer.activity}@{'+'.join(offer.groups)}" for key, offer in answer.polls.items()}
    return {key: before[id] for key, id in ids.items() if id in before}


def _say_room(screen: Screen, answer: "Offered") -> None:
    """What moved so that more slots can be offered."""
    from planner.messages.polls import PollTexts

    if not answer.room.moved:
        return
    texts, words = screen.texts, PollTexts(answer.session, screen.texts)
    gains = [
        texts.say(
            "{after} slots instead of {before} for {title}",
            after=len(offer.starts),
            before=before,
            title=words.title(offer),
        )
        for key, before in _before(answer).items()
        if len((offer := answer.polls[key]).starts) > before
    ]
    lines = [
        texts.count(
            "To offer {gains}, {number} entry moves:",
            "To offer {gains}, {number} entries move:",
            len(answer.room.moved),
            gains=texts.listing(gains),
        ),
        *moved_lines(answer.room.moved, answer.session, texts, most=1),
        *proofs(answer.plan, texts, for_slots=True),
        texts.say("The plan is now version {number}.", number=answer.plan.number),
    ]
    if not screen.json:
        for line in lines:
            screen.prose(line)


def _judged(elections: int, all_judged: bool, rules: str, texts: Texts) -> str:
    if all_judged:
        return texts.count(
            "The polls can end in {number} way: it was checked, and keeps {rules}.",
            "The polls can end in {number} ways: each was checked, and keeps {rules}.",
            elections,
            rules=rules,
        )
    return texts.say(  # more than are judged one by one
        "The polls can end in {number} ways. Checked were each slot, each two slots of two polls, and for each day,"
        " week and moment all polls with a slot there: they keep {rules}.",
        number=elections,
        rules=rules,
    )


def _files(screen: Screen, files: tuple[Path, ...]) -> None:
    screen.prose(screen.texts.say("Written:"))
    for path in files:
        screen.answer(f"  {screen.texts.plain(str(path))}")


def closed(screen: Screen, answer: "Closed") -> int:
    """Polls are closed."""
    from planner.messages.rules import not_checked, rules_kept

    texts = screen.texts
    screen.document(
        {
            "status": "closed",
            "session": answer.session.id,
            "elections": _elections_data(answer),
            "replaced_rows": {ballots.file: ballots.replaced for ballots in answer.ballots if ballots.replaced},
            "still_open": answer.still_open,
            "replanned": answer.replanned,
            "moved": [moved_data(each) for each in answer.moved],
            "outdated": answer.outdated,
            "withdrawn": answer.withdrawn,
            "rules_off": answer.session.rules.off,
            "derogations": answer.session.derogations,
            "other_session": answer.other_session,
            "files": answer.files,
        }
    )
    _say_elections(screen, answer)
    for ballots in answer.ballots:
        for earlier, later in ballots.replaced:
            screen.prose(
                texts.say(
                    "{file}: rows {earlier} and {later} are of one name; the later one counts. If they are two people,"
                    " tell their names apart.",
                    file=texts.plain(ballots.file),
                    earlier=earlier,
                    later=later,
                ),
            )
    if answer.replanned:
        _say_moved(screen, answer)
    else:
        kept = rules_kept(answer.session, texts)
        screen.prose(texts.say("All else stays where it was; the plan keeps {rules}.", rules=kept))
    for line in not_checked(answer.session, texts):
        screen.prose(line)
    if answer.other_session is not None:
        screen.prose(
            texts.say(
                "The plan was changed since, in a session file of its own, and that was taken: {file}",
                file=texts.plain(str(answer.other_session)),
            ),
        )
    if answer.still_open:
        screen.prose(texts.say("Still open: {polls}.", polls=", ".join(answer.still_open)))
    if answer.outdated:
        screen.prose(
            texts.say(
                "What these polls offer no longer keeps every rule, now that the plan is another one: {polls}. Open"
                " them again.",
                polls=", ".join(answer.outdated),
            ),
        )
    if answer.withdrawn:
        screen.prose(
            texts.say(
                "The plan was changed since, and these polls can elect nothing any more: {polls}. They are taken out of"
                " poll.json, and their slots withdrawn; to ask again, open them again.",
                polls=", ".join(answer.withdrawn),
            ),
        )
    _files(screen, answer.files)
    return update_index(screen, answer.index)


def _say_moved(screen: Screen, answer: "Closed") -> None:
    texts, number = screen.texts, len(answer.moved)
    lines = [texts.say("Not all else could stay where it was: the rest was planned anew.")]
    if number:
        lines.append(
            texts.count("{number} entry is not what it was:", "{number} entries are not what they were:", number)
        )
    lines += [*moved_lines(answer.moved, answer.session, texts, near=answer.near), *proofs(answer.plan, texts)]
    if not screen.json:
        for line in lines:
            screen.prose(line)


def _elections_data(answer: "Closed | NotKept") -> Mapping[str, Any]:
    return {
        key: {
            "winner": each.winner,
            "why": each.why,
            "ballots": each.ballots,
            "moved": each.winner != each.planned,
            "tallies": each.tallies,
        }
        for key, each in answer.elections.items()
    }


def _say_elections(screen: Screen, answer: "Closed | NotKept") -> None:
    from planner.messages.polls import PollTexts, why_elected

    texts, words = screen.texts, PollTexts(answer.session, screen.texts)
    for election in answer.elections.values():
        local = words.place(election.offer).local
        ballots = texts.count("{number} ballot", "{number} ballots", election.ballots)
        screen.prose(texts.say("{title}, {ballots}:", title=words.heading(election.offer), ballots=ballots))
        for line in _tallies(election, words, texts):
            screen.prose(f"  {line}")
        slot = words.slot(election.offer, local(election.winner))
        screen.prose(texts.say("Elected: {slot}; {why}.", slot=slot, why=why_elected(election.why, texts)))


def _tallies(election: "Election", words: Any, texts: Texts) -> list[str]:
    from planner.messages.polls import counts

    lines = []
    for tally in election.tallies:
        slot = words.slot(election.offer, words.place(election.offer).local(tally.start))
        said = counts((tally.yes, tally.maybe, tally.no, tally.unknown), texts)
        mark = "*" if tally.start == election.winner else "-"
        past = texts.say(" (over: it cannot be elected)") if tally.past else ""
        lines.append(texts.say("{mark} {slot}: {counts}{past}", mark=mark, slot=slot, counts=said, past=past))
    return lines


def not_kept(screen: Screen, answer: "NotKept") -> int:
    """What ballots elect has no place in any plan."""
    from planner.messages.replanning import ReasonTexts

    texts, broken = screen.texts, answer.broken
    elections = _elections_data(answer)
    status = "not-kept" if answer.limit_s is None else "not-found"
    screen.document({"status": status, "elections": elections, "violations": broken.violations})
    _say_elections(screen, answer)
    if answer.limit_s is None:
        said = texts.say("With these slots no plan keeps every rule; the session or its plan was changed since:")
    else:
        said = texts.say(
            "With these slots the plan breaks rules, as the session or its plan was changed since; whether another one"
            " keeps them was not found within {limit} s:",
            limit=texts.seconds(answer.limit_s),
        )
    screen.prose(said)
    words = ReasonTexts(broken.session, answer.near, texts)
    for violation in broken.violations:
        screen.prose(f"  - {words.broken(violation)}")
    screen.prose(
        texts.say(
            "Nothing was written. Open the poll again; or take back what was changed (“planner replan PLAN --undo”),"
            " and close it."
        ),
    )
    return NO_PLAN if answer.limit_s is None else OUT_OF_TIME
