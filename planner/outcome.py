"""What the steps answer, as values: facts that travel. Sentences are made of them in `planner.messages`, only there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from planner.plan import Plan
from planner.session import Session

Facts = Mapping[str, Any]
"""Ids, dates, moments, minutes and counts, by name; names of minutes end in `_min`."""


@dataclass(frozen=True)
class Violation:
    """A plan breaks a rule. `rule` is a name of RULE_IDS; `kind` says in which of the rule's ways."""

    rule: str
    kind: str
    day: date | None = None
    activity: str | None = None
    group: str | None = None
    trainer: str | None = None
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """An error in the input. `id` names the kind of message; line and column count from 1; `length` is that of the
    underlined text; `excerpt` is the person's own line; `path` is where it is in the data."""

    id: str
    file: str
    line: int | None = None
    column: int | None = None
    length: int = 1
    excerpt: str | None = None
    path: tuple[str | int, ...] = ()
    facts: Facts = field(default_factory=dict)


def each_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that say the same of several groups as one, its fact `groups` naming all of them."""
    found: dict[object, Finding] = {}
    for each in findings:
        rest = tuple((name, repr(value)) for name, value in each.facts.items() if name != "groups")
        key = (each.id, each.file, each.line, each.path, rest)
        if (there := found.get(key)) and "groups" in each.facts:
            groups = dict.fromkeys((*there.facts["groups"], *each.facts["groups"]))
            each = replace(there, facts={**there.facts, "groups": tuple(groups)})
        found[key] = each
    return tuple(found.values())


@dataclass(frozen=True)
class Advice:
    """Said, never enforced. `kind` names the message."""

    kind: str
    activity: str | None = None
    group: str | None = None
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class ConflictPart:
    """One thing that cannot hold together with the others: an instance (or several alike) of a rule, with figures.

    `rule` is a name of RULE_IDS, or "work" (an activity takes place, whole). `activities`, `groups`, `trainers`
    and `weeks` (their Mondays) are whom and what it concerns.
    """

    rule: str
    activities: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    trainers: tuple[str, ...] = ()
    weeks: tuple[date, ...] = ()
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Conflict:
    """Parts that cannot all hold, each needed: without any one of them a plan exists.

    `minimal` is False where time ran out before each part was shown to be needed. `facts` holds the sum that shows
    the conflict where there is one (for instance remote_min, cap_min, weeks_needed, weeks_open). `group`: the one group
    of several that already has no plan alone; parts and facts are then its own.
    """

    parts: tuple[ConflictPart, ...]
    minimal: bool = True
    facts: Facts = field(default_factory=dict)
    group: str | None = None


@dataclass(frozen=True)
class FileChange:
    """A value to write in the session file at `path` (keys and places in lists); None removes the key."""

    path: tuple[str | int, ...]
    value: Any


MOST_DAYS_EARLIER, MOST_DAYS_LATER = 56, 126
"""A repair moves the first day of a window at most so much earlier, the last so much later; busy times reach as far."""


@dataclass(frozen=True)
class Repair:
    """A change to the session that was solved and gives `plan`."""

    kind: str
    facts: Facts
    changes: tuple[FileChange, ...]
    session: Session
    plan: Plan


@dataclass(frozen=True)
class Planned:
    """A plan that keeps every rule."""

    plan: Plan
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True)
class Infeasible:
    """No plan exists: proven. `broken` lists the rules that the fixed dates alone already break.

    `all_tried` is False where time ran out before every kind of repair was tried.
    """

    conflict: Conflict
    repairs: tuple[Repair, ...] = ()
    broken: tuple[Violation, ...] = ()
    all_tried: bool = True


@dataclass(frozen=True)
class OutOfTime:
    """Neither a plan nor a proof that none exists was found within the limit."""

    limit_s: float


Outcome = Planned | Infeasible | OutOfTime
