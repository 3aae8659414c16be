"""What the checker says of a plan written by hand, about one rule alone; each breach is also said in both languages."""

from typing import Any

from calendars.school_holidays import SchoolCalendar
from planner.check import check
from planner.messages.texts import Texts
from planner.messages.violations import violation_text
from planner.outcome import Violation
from planner.plan import Placement, RemoteBlock
from planner.session import NOT_BUSY, BusyTimes, Session
from tests.support.sessions import a_plan, a_session, the_school


def breaches(
    rule: str,
    session: Session,
    *entries: Placement | RemoteBlock,
    busy: BusyTimes = NOT_BUSY,
    partial: bool = False,
    school: SchoolCalendar | None = None,
) -> list[Violation]:
    """The violations of one rule ("work" for those of no rule) in a plan that holds only these entries."""
    found = check(session, a_plan(session, *entries), school or the_school(), busy, partial=partial)
    about_rule = [violation for violation in found if violation.rule == rule]
    for violation in about_rule:
        say(violation, session)
    return about_rule


def kinds(rule: str, session: Session, *entries: Placement | RemoteBlock, **how: Any) -> list[str]:
    """The kinds of the violations of one rule, in the checker's order."""
    return [violation.kind for violation in breaches(rule, session, *entries, **how)]


def say(violation: Violation, session: Session, lang: str = "en") -> str:
    """The sentence of a violation; both languages are rendered, so that none has a hole."""
    french, english = (violation_text(violation, session, Texts(lang)) for lang in ("fr", "en"))
    assert "{" not in french + english
    return english if lang == "en" else french


def one_class(**overrides: Any) -> Session:
    """A session of a single class of an hour, « accueil »: for rules that look at one thing on one day."""
    window = {"first": "2022-09-01", "last": "2028-08-31"}
    accueil = {"id": "accueil", "kind": "virtual_class", "title": "Accueil", "duration": "1h"}
    return a_session(**({"window": window, "activities": [accueil]} | overrides))


def one_work(duration: str = "2h", **overrides: Any) -> Session:
    """A session of a single remote activity, « module »."""
    window = {"first": "2022-09-01", "last": "2028-08-31"}
    module = {"id": "module", "kind": "remote_work", "title": "Observer sa classe", "duration": duration}
    return a_session(**({"window": window, "activities": [module]} | overrides))


def trainer(id: str, **more: Any) -> dict[str, Any]:
    """A trainer as a file describes one, named after its id."""
    return {"id": id, "name": id.capitalize(), **more}
