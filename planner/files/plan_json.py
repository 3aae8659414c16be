"""plan.json: a Plan as text and back. Moments are ISO 8601 with their offset (written in UTC), days ISO dates."""

import json

from planner.files.json_form import form_of
from planner.files.plan_form import PlanForm, block_data, history_data, placement_data
from planner.outcome import Finding
from planner.plan import Plan

FORMAT = "session-planner/plan/1"
"""Raised when a reader of the old form would misread the new one."""


def plan_to_json(plan: Plan) -> str:
    """The plan as JSON: keys in a stable order, one fact a line, a line break at the end."""
    form = {
        "format": FORMAT,
        "session": plan.session,
        "placements": [placement_data(placement) for placement in plan.placements],
        "blocks": [block_data(block) for block in plan.blocks],
        "levels": [{"level": level.level, "value": level.value, "bound": level.bound} for level in plan.levels],
        "rules_off": list(plan.rules_off),
        "derogations": [each.data() for each in plan.derogations],
        **history_data(plan),
    }
    return json.dumps(form, ensure_ascii=False, indent=2) + "\n"


def plan_from_json(text: str, file: str) -> Plan | tuple[Finding, ...]:
    """The plan that a text says, or everything that is wrong with it. Never raises."""
    form = form_of(text, file, FORMAT, "unknown-format", PlanForm)
    return form if isinstance(form, tuple) else form.plan()
