"""What became of an academy, on the terminal: sessions placed, those that were not and why, how good the plan is."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from planner.academy import Academy, AcademyPlan
from planner.messages.left_out import left_out_text, level_name
from planner.messages.reports import number
from planner.messages.texts import Texts
from planner.plan import LevelValue
from planner.reports.sheet import drawn, item, styled

MOST_LEFT_OUT = 20


def batch_summary(academy: Academy, plan: AcademyPlan, texts: Texts, *, width: int = 100, colour: bool = False) -> str:
    """The summary; lines at most `width` columns wide."""
    return drawn(_parts(academy, plan, texts), width=width, colour=colour)


def batch_data(academy: Academy, plan: AcademyPlan) -> Mapping[str, Any]:
    """The same as data: facts, no sentences."""
    return {
        "sessions": len(academy.sessions),
        "placed": sorted(plan.plans),
        "left_out": [
            {
                "session": one.session,
                "reason": one.reason,
                "others": one.others,
                "conflict": one.conflict,
                "repairs": [{"kind": each.kind, "facts": each.facts, "changes": each.changes} for each in one.repairs],
            }
            for one in plan.left_out
        ],
        "levels": [
            {"level": level.level, "value": level.value, "bound": level.bound, "gap": _part(level.gap)}
            for level in plan.levels
        ],
        "interrupted": plan.interrupted,
    }


def _parts(academy: Academy, plan: AcademyPlan, texts: Texts) -> Iterator[Any]:
    total = len(academy.sessions)
    yield styled(
        texts.count("{placed} of {number} session placed", "{placed} of {number} sessions placed", total,
                    placed=number(len(plan.plans), texts)),
        "bold",
    )  # fmt: skip
    if plan.interrupted:
        yield styled(texts.say("Stopped before the end: this is the best plan found so far, and it was checked."))
    sessions = {session.id: session for session in academy.sessions}
    if plan.left_out:
        yield styled(texts.say("Left out"), "bold")
    for one in plan.left_out[:MOST_LEFT_OUT]:
        session = sessions[one.session]
        name = f"{texts.plain(session.title)} ({session.id})"
        yield item("-", texts.say("{session}: {reason}.", session=name, reason=left_out_text(one, session, texts)))
    if (more := len(plan.left_out) - MOST_LEFT_OUT) > 0:
        yield styled(texts.count("And {number} more.", "And {number} more.", more))
    if plan.levels:
        yield styled(texts.say("What this plan is worth (smallest is best, in this order)"), "bold")
    for place, level in enumerate(plan.levels, start=1):
        yield item(f"{place}.", _level(level, texts))


def _level(level: LevelValue, texts: Texts) -> str:
    name, value = level_name(level.level, texts), number(level.value, texts)
    if level.proven:
        return texts.say("{name}: {value} (proven: no plan does better)", name=name, value=value)
    if level.gap is None:
        bound = number(level.bound, texts)
        return texts.say("{name}: {value}; no plan goes below {bound}", name=name, value=value, bound=bound)
    return texts.say(
        "{name}: {value}; no plan goes below {bound}, a gap of at most {percent} %",
        name=name,
        value=value,
        bound=number(level.bound, texts),
        percent=number(round(float(level.gap) * 100, 2), texts),
    )


def _part(gap: Fraction | None) -> float | None:
    return None if gap is None else float(gap)
