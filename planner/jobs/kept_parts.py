"""Parts of an academy that are planned already, kept in a folder until all is done: a killed run goes on from there.

A part is known by everything that its plan depends on, so that a changed file, calendar or program finds nothing kept.
"""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from calendars.school_holidays import SchoolCalendar
from planner.plan import LevelValue, Placement, Plan, RemoteBlock
from planner.reports.write import CannotWrite, write_files
from planner.session import Session
from planner.solving.academy.part import Part, PartPlan
from planner.solving.academy.taken import use_of


class KeptParts:
    """The plans of parts in a folder, one file each. `resume` False: what an earlier run kept is not looked at."""

    def __init__(self, folder: Path, school: SchoolCalendar, *, resume: bool) -> None:
        self.folder = folder
        self.resume = resume
        rows = [(zone, school.known(zone), school.holidays(zone)) for zone in school.zones()]
        self._all = f"{version('session-planner')} {version('ortools')} {version('holidays')} {rows!r}"

    def get(self, part: Part) -> PartPlan | None:
        """The plan of exactly this part, if it is kept and can be read."""
        if not self.resume:
            return None
        try:
            kept = json.loads((self.folder / f"{self._key(part)}.json").read_text(encoding="utf-8"))
            return _part_plan(kept, part)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def put(self, part: Part, plan: PartPlan) -> None:
        """Keep the plan of a part; where the folder cannot be written, nothing is kept and the work goes on."""
        kept = {
            "plans": {id: _form(each) for id, each in plan.plans.items()},
            "points": dict(plan.points),
            "impossible": sorted(plan.impossible),
            "least": dict(plan.least),
            "prices": plan.prices,
            "charges": [
                [*member, [[d.isoformat(), *rest] for d, *rest in each]] for member, each in plan.charges.items()
            ],
        }
        try:
            write_files(self.folder, {f"{self._key(part)}.json": json.dumps(kept).encode()})
        except CannotWrite:
            return

    def _key(self, part: Part) -> str:
        known = hashlib.sha256(self._all.encode())
        for session in (*part.sessions, *part.guests):
            known.update(session.model_dump_json().encode())
        more = (_sorted(part.charges), _sorted(part.limits))
        for each in (part.ties, _sorted(part.busy), _sorted(part.uses), part.rooms, *more):
            known.update(repr(each).encode())
        return known.hexdigest()[:40]


def _sorted(mapping: Any) -> list[Any]:
    """A mapping in the order of its keys, as deep as it goes."""
    return sorted((key, value) for key, value in mapping.items())


def _part_plan(kept: Any, part: Part) -> PartPlan | None:
    sessions = {session.id: session for session in part.sessions}
    if not set(kept["plans"]) <= set(sessions):
        return None
    plans = {str(id): _plan(sessions[id], each) for id, each in kept["plans"].items()}
    return PartPlan(
        plans=plans,
        points={id: int(kept["points"][id]) for id in plans},
        impossible=frozenset(map(str, kept["impossible"])),
        least={str(id): int(least) for id, least in kept["least"].items()},
        prices=int(kept["prices"]),
        charges={
            (str(session), str(group)): tuple((_day(monday), int(level), int(price)) for monday, level, price in each)
            for session, group, each in kept["charges"]
        },
        uses={id: use_of(sessions[id], plan) for id, plan in plans.items()},
    )


def _plan(session: Session, kept: Any) -> Plan:
    """A plan that `put` wrote. What is read is checked like every plan before anything is written."""
    placements = (
        Placement(p["activity"], tuple(p["groups"]), _moment(p["start"]), p["duration_min"], tuple(p["trainers"]))
        for p in kept["placements"]
    )
    blocks = (
        RemoteBlock(b["activity"], b["group"], _day(b["first"]), _day(b["last"]), b["duration_min"])
        for b in kept["blocks"]
    )
    levels = (LevelValue(each["level"], each["value"], each["bound"]) for each in kept["levels"])
    made = tuple(placements), tuple(blocks), tuple(levels)
    return Plan(session.id, *made, tuple(kept["rules_off"]), session.derogations)


_moment, _day = datetime.fromisoformat, date.fromisoformat


def _form(plan: Plan) -> dict[str, Any]:
    """A plan as data, moments and days as text."""
    form = asdict(replace(plan, derogations=()))  # those of the session, which is known
    for entry in form["placements"]:
        entry["start"] = entry["start"].isoformat()
    for entry in form["blocks"]:
        entry["first"], entry["last"] = entry["first"].isoformat(), entry["last"].isoformat()
    return form
