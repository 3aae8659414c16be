"""`planner replan` on a session of two groups and two trainers: what is proven of the plan, and why each entry changed."""

import json
import shutil

import pytest

from tests.support.command import run

SESSION = """\
id: MV
title: MV
department: "69"
window: {first: 2027-01-04, last: 2027-06-25}
trainers: [{id: d, name: Zoé D}, {id: e, name: Yann E}]
groups: [{id: a, name: Alpha, size: 10}, {id: b, name: Bêta, size: 10}]
activities:
  - {id: c1, kind: virtual_class, title: C1, duration: 1h, together: true}
  - {id: lire, kind: remote_work, title: Lire, duration: 4h, before: [c2]}
  - {id: c2, kind: virtual_class, title: C2, duration: 1h}
  - {id: essai, kind: remote_work, title: Essai, duration: 4h}
  - {id: c3, kind: virtual_class, title: C3, duration: 1h, after: [{activity: c2, min_gap: 2w, max_gap: 10w}]}
  - {id: bilan, kind: evaluation, title: Bilan, duration: 30 min}
rules: {working_hours: {mon-fri: "16:30-18:30", wed: "13:30-17:30"}}
"""
TODAY = ("--today", "2027-01-15")


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """The session and its plan, written once."""
    folder = tmp_path_factory.mktemp("mv")
    (folder / "mv.yaml").write_text(SESSION, encoding="utf-8")
    return folder


@pytest.fixture
def planned(capsys, once, tmp_path):
    if not (once / "MV").exists():
        assert run(capsys, "plan", once / "mv.yaml", "--out", once / "MV").code == 0
    shutil.copytree(once, tmp_path / "w")
    return tmp_path / "w" / "MV"


def replanned(capsys, *arguments, code=0):
    answer = run(capsys, "replan", *arguments, *TODAY, "--json")
    assert answer.code == code, answer
    return json.loads(answer.out)


def test_no_other_plan_that_moves_as_few_changes_fewer(capsys, planned):
    """Both C2 are at one moment, led by Zoé and by Yann. Zoé is away: hers moves and Yann leads both, one change."""
    asked = ("--absent", "d", "2027-03-10")
    said = " ".join(run(capsys, "replan", planned, *asked, *TODAY, "--lang", "en").out.split())
    assert "1 entry is not what it was:" in said
    assert "Proven: no plan that keeps the rules moves fewer entries; without moving more, none changes fewer," in said
