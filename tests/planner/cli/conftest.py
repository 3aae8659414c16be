import pytest


@pytest.fixture(autouse=True)
def nobody_s_settings(monkeypatch, tmp_path):
    """A machine that says nothing of its language, a data folder that is empty, and a screen that is wide."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "PLANNER_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PLANNER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "1000")  # sentences stay whole; test_wide_lines.py is about what a screen holds
