"""On a real CalDAV server: after a plan, a re-plan, a cancellation and a step back, a client lists just the plan."""

from pathlib import Path
from typing import Any

import pytest

from planner.files.plan_ics import plan_from_ics
from planner.files.plan_json import plan_from_json
from planner.files.session_file import read_session
from planner.plan import Plan
from planner.session import Session
from tests.support.caldav import Client, a_server
from tests.support.command import run
from tests.support.sessions import the_school

SESSION = """\
id: neo-69
title: Entrer dans le métier
department: "69"
window: {first: 2027-01-04, last: 2027-02-12}
trainers:
  - {id: durand, name: Alice Durand}
  - {id: petit, name: Paul Petit}
groups:
  - {id: lyon, size: 20}
  - {id: bron, size: 15}
activities:
  - {id: accueil, kind: virtual_class, title: Accueil, duration: 1h}
  - {id: module1, kind: remote_work, title: Observer sa classe, duration: 3h}
  - {id: retour1, kind: virtual_class, title: Retour d'expérience, duration: 1h30}
  - {id: module2, kind: remote_work, title: Essayer, duration: 1h}
"""
STEPS: list[tuple[str, ...]] = [
    ("--absent", "durand", "2027-01-18/2027-01-29"),
    ("--closed", "2027-01-20", "grève"),
    ("--cancel", "retour1@bron"),
    ("--undo",),
    ("--cancel", "module2"),
]


def _plan(folder: Path) -> Plan:
    plan = plan_from_json((folder / "plan.json").read_text(encoding="utf-8"), "plan.json")
    assert isinstance(plan, Plan), plan
    return plan


def _session(file: Path) -> Session:
    session = read_session(file, the_school()).session
    assert session is not None
    return session


def _is_listed(client: Client, session: Session, plan: Plan) -> None:
    listed = plan_from_ics(client.listed(), session, "listed.ics")
    assert isinstance(listed, Plan), listed
    assert (listed.placements, listed.blocks) == (plan.placements, plan.blocks)


def test_a_client_lists_just_the_plan(capsys: Any, tmp_path: Path) -> None:
    file, out = tmp_path / "neo.yaml", tmp_path / "out"
    file.write_text(SESSION, encoding="utf-8")
    assert run(capsys, "plan", file, "--out", out).code == 0
    with a_server(tmp_path) as address:
        by_event, whole = Client(address, "by-event"), Client(address, "whole")
        people = {
            name: Client(address, name.replace("/", "-"))
            for name in ("trainers/durand", "trainers/petit", "groups/bron")
        }

        def sync() -> tuple[Session, list[str]]:
            plan = _plan(out)
            session = _session((out / (plan.session_file or "")).resolve())
            ics = (out / "neo-69.ics").read_bytes()
            put = by_event.take(ics)
            whole.replace(ics)
            _is_listed(by_event, session, plan)
            _is_listed(whole, session, plan)
            for name, client in people.items():
                kind, id = name.split("/")
                client.take((out / f"{name}.ics").read_bytes())
                mine = [p for p in plan.placements if id in (p.trainers if kind == "trainers" else p.groups)]
                shown = plan_from_ics(client.listed(), session, "listed.ics")
                assert isinstance(shown, Plan) and list(shown.placements) == mine, name
            return session, put

        _, first = sync()
        assert len(first) == len(set(first)) == len(_plan(out).placements) + len(_plan(out).blocks)
        for number, step in enumerate(STEPS):
            answer = run(capsys, "replan", out, *step, "--today", f"2027-01-{5 + number:02}")
            assert answer.code == 0, answer.err + answer.out
            before = _plan(out).versions[-1]
            _, put = sync()
            changed = {*_plan(out).placements, *_plan(out).blocks} ^ {*before.placements, *before.blocks}
            assert put and len(put) <= len(changed), "only what changed is put again"
            assert run(capsys, "replan", out, "--today", "2027-01-20").code == 0
            assert sync()[1] == [], "nothing changed: nothing is put"


@pytest.mark.parametrize("again", [False, True])
def test_the_same_plan_twice_gives_the_same_bytes(capsys: Any, tmp_path: Path, again: bool) -> None:
    file = tmp_path / "neo.yaml"
    file.write_text(SESSION, encoding="utf-8")
    assert run(capsys, "plan", file, "--out", tmp_path / "a").code == 0
    assert run(capsys, "plan", file, "--out", tmp_path / ("a" if again else "b")).code == 0
    if not again:
        for path in (tmp_path / "a").rglob("*.*"):
            assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()
    assert _plan(tmp_path / "a").number == 1
