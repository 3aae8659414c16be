"""What the answers of the jobs can do by themselves."""

from planner.outcome import Finding, each_once


def test_what_is_said_of_several_groups_is_one_finding():
    alike = [Finding("took-place", "--cancel", facts={"found": "bilan", "day": 1, "groups": (id,)}) for id in "ab"]
    later = Finding("took-place", "--cancel", facts={"found": "bilan", "day": 2, "groups": ("c",)})
    [both, other] = each_once([alike[0], later, alike[1], alike[0]])
    assert both.facts == {"found": "bilan", "day": 1, "groups": ("a", "b")}
    assert other == later


def test_what_says_another_thing_stays():
    findings = (Finding("no-such-file", "--busy", facts={"name": "a"}), Finding("no-such-file", "--busy", facts={}))
    assert each_once(findings) == findings
