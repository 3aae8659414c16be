"""The form of plan.json: what each of its values may be, and how the values of a plan are written in it."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from planner.files.json_values import FileName, Instant, NearDay
from planner.input_values import Email, Id, IsoWeek, Text
from planner.plan import MOST_VERSIONS, Cause, Dropped, Entry, LevelValue, Placement, Plan, RemoteBlock, Version
from planner.session import Derogation, RuleName


def placement_data(placement: Placement) -> dict[str, Any]:
    """A placement as plan.json has it."""
    return {
        "activity": placement.activity,
        "groups": list(placement.groups),
        "start": placement.start.isoformat(),
        "duration_min": placement.duration_min,
        "trainers": list(placement.trainers),
        "sequence": placement.sequence,
        **_entry_data(placement.entry),
    }


def block_data(block: RemoteBlock) -> dict[str, Any]:
    """A block of remote work as plan.json has it."""
    return {
        "activity": block.activity,
        "group": block.group,
        "first": block.first.isoformat(),
        "last": block.last.isoformat(),
        "duration_min": block.duration_min,
        "sequence": block.sequence,
        **_entry_data(block.entry),
    }


def history_data(plan: Plan) -> dict[str, Any]:
    """Where a plan comes from and what was before it; only what is known."""
    data: dict[str, Any] = {
        "made": plan.made and plan.made.isoformat(),
        "causes": _causes_data(plan.causes),
        "session_file": plan.session_file,
        "lang": plan.lang,
        "versions": [
            {
                "number": each.number,
                "made": each.made and each.made.isoformat(),
                "causes": _causes_data(each.causes),
                "session_file": each.session_file,
                "placements": [placement_data(placement) for placement in each.placements],
                "blocks": [block_data(block) for block in each.blocks],
            }
            for each in plan.versions
        ],
        "dropped": [
            {
                "uid": each.uid,
                "sequence": each.sequence,
                "title": each.title,
                "start": each.start.isoformat(),
                "end": each.end.isoformat(),
                "groups": list(each.groups),
                "trainers": list(each.trainers),
                "modified": each.modified.isoformat(),
            }
            for each in plan.dropped
        ],
        "calendars": list(plan.calendars),
        "invited": {trainer: dict(sent) for trainer, sent in plan.invited.items()},
        "addresses": dict(plan.addresses),
        "organizers": dict(plan.organizers),
    }
    return {name: value for name, value in data.items() if value}


def _causes_data(causes: Iterable[Cause]) -> list[dict[str, Any]]:
    return [{"kind": each.kind, "facts": dict(each.facts)} for each in causes]


def _entry_data(entry: Entry | None) -> dict[str, Any]:
    if entry is None:
        return {}
    data = {
        "modified": entry.modified and entry.modified.isoformat(),
        "shown": entry.shown,
        "title": entry.title,
        "groups": entry.groups and list(entry.groups),
        "number": entry.number,
        "parts": [[first.isoformat(), last.isoformat()] for first, last in entry.parts],
    }
    return {"entry": {name: value for name, value in data.items() if value}}


_Minutes = Annotated[int, Field(ge=1, le=1_000_000)]
_Sequence = Annotated[int, Field(ge=0, le=2**31 - 1)]
_Value = Annotated[int, Field(ge=-(10**15), le=10**15)]
_Ids = Annotated[tuple[Id, ...], Field(strict=False, max_length=100)]
_Lines = Annotated[str, Field(max_length=4000)]
_Uid = Annotated[str, Field(pattern=r"^[!-~]{1,255}$")]
_Calendar = Annotated[str, Field(pattern=r"^(groups/|trainers/)?[A-Za-z0-9][A-Za-z0-9._-]*\.ics$")]
_Kind = Literal[
    "plan", "session", "absent", "closed", "cancel", "move", "add-group", "busy", "poll", "undo", "beside", "left-out"
]  # fmt: skip


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _EntryForm(_Form):
    modified: Instant | None = None
    shown: Annotated[str, Field(max_length=64)] = ""
    title: _Lines = ""
    groups: Annotated[tuple[Id, ...], Field(strict=False, max_length=2000)] | None = None
    number: Annotated[int, Field(ge=1, le=9999)] | None = None
    parts: Annotated[
        tuple[Annotated[tuple[NearDay, NearDay], Field(strict=False)], ...], Field(strict=False, max_length=99)
    ] = ()

    def entry(self) -> Entry:
        return Entry(self.modified, self.shown, self.title, self.groups, self.number, self.parts)


class _PlacementForm(_Form):
    activity: Id
    groups: Annotated[tuple[Id, ...], Field(strict=False, min_length=1, max_length=2000)]
    start: Instant
    duration_min: _Minutes
    trainers: _Ids = ()
    sequence: _Sequence = 0
    entry: _EntryForm | None = None

    def placement(self) -> Placement:
        entry = self.entry.entry() if self.entry else None
        return Placement(self.activity, self.groups, self.start, self.duration_min, self.trainers, self.sequence, entry)


class _BlockForm(_Form):
    activity: Id
    group: Id
    first: NearDay
    last: NearDay
    duration_min: _Minutes
    sequence: _Sequence = 0
    entry: _EntryForm | None = None

    def block(self) -> RemoteBlock:
        entry = self.entry.entry() if self.entry else None
        return RemoteBlock(self.activity, self.group, self.first, self.last, self.duration_min, self.sequence, entry)


class _LevelForm(_Form):
    level: Literal[
        "moved", "changed", "days", "work", "minutes", "leaders", "preferences", "rhythm", "fair_shares", "early"
    ]
    value: _Value
    bound: _Value


class _DerogationForm(_Form):
    week: IsoWeek
    cap_min: _Minutes
    reason: Text


class _CauseForm(_Form):
    kind: _Kind
    facts: dict[str, str | int | None] = {}


class _VersionForm(_Form):
    number: Annotated[int, Field(ge=1, le=10**6)]
    made: Instant | None = None
    causes: Annotated[tuple[_CauseForm, ...], Field(strict=False, max_length=1000)] = ()
    session_file: FileName | None = None
    placements: Annotated[tuple[_PlacementForm, ...], Field(strict=False)]
    blocks: Annotated[tuple[_BlockForm, ...], Field(strict=False)]

    def version(self) -> Version:
        return Version(
            self.number,
            self.made,
            tuple(Cause(each.kind, each.facts) for each in self.causes),
            self.session_file,
            tuple(each.placement() for each in self.placements),
            tuple(each.block() for each in self.blocks),
        )


class _DroppedForm(_Form):
    uid: _Uid
    sequence: _Sequence
    title: _Lines
    start: Instant | NearDay
    end: Instant | NearDay
    groups: Annotated[tuple[Id, ...], Field(strict=False, max_length=2000)] = ()
    trainers: _Ids = ()
    modified: Instant

    def dropped(self) -> Dropped:
        return Dropped(
            self.uid, self.sequence, self.title, self.start, self.end, self.groups, self.trainers, self.modified
        )


class PlanForm(_Form):
    """plan.json as a whole."""

    format: str
    session: Id
    placements: Annotated[tuple[_PlacementForm, ...], Field(strict=False)]
    blocks: Annotated[tuple[_BlockForm, ...], Field(strict=False)]
    levels: Annotated[tuple[_LevelForm, ...], Field(strict=False)] = ()
    rules_off: Annotated[tuple[RuleName, ...], Field(strict=False)] = ()
    derogations: Annotated[tuple[_DerogationForm, ...], Field(strict=False)] = ()
    made: Instant | None = None
    causes: Annotated[tuple[_CauseForm, ...], Field(strict=False, max_length=1000)] = ()
    session_file: FileName | None = None
    lang: Literal["fr", "en"] | None = None
    versions: Annotated[tuple[_VersionForm, ...], Field(strict=False, max_length=10 * MOST_VERSIONS)] = ()
    dropped: Annotated[tuple[_DroppedForm, ...], Field(strict=False)] = ()
    calendars: Annotated[tuple[_Calendar, ...], Field(strict=False)] = ()
    invited: dict[Id, dict[_Uid, _Sequence]] = {}
    addresses: dict[Id, Email] = {}
    organizers: dict[_Uid, Email] = {}

    def plan(self) -> Plan:
        """The plan that it says."""
        return Plan(
            session=self.session,
            placements=tuple(each.placement() for each in self.placements),
            blocks=tuple(each.block() for each in self.blocks),
            levels=tuple(LevelValue(each.level, each.value, each.bound) for each in self.levels),
            rules_off=tuple(self.rules_off),
            derogations=tuple(Derogation.model_construct(**dict(each)) for each in self.derogations),
            made=self.made,
            causes=tuple(Cause(each.kind, each.facts) for each in self.causes),
            session_file=self.session_file,
            versions=tuple(each.version() for each in self.versions),
            dropped=tuple(each.dropped() for each in self.dropped),
            calendars=tuple(self.calendars),
            invited=self.invited,
            addresses=self.addresses,
            organizers=self.organizers,
            lang=self.lang,
        )
