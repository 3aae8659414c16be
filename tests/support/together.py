"""Several small sessions of one place and week, tied by people and trainers, and what their plans break together."""

from collections.abc import Mapping
from typing import Any

from planner.academy import Academy, Enrolment
from planner.check.together import check_together
from planner.messages.texts import Texts
from planner.messages.together import TogetherTexts
from planner.outcome import Violation
from planner.plan import Placement, Plan, RemoteBlock
from planner.session import Session
from tests.support.sessions import a_plan, a_session, the_school

LIVE = {"id": "classe", "kind": "virtual_class", "title": "Classe", "duration": "1h"}
WORK = {"id": "module", "kind": "remote_work", "title": "Module", "duration": "2h"}


def short(id: str, **overrides: Any) -> Session:
    """A session of a class of an hour and two hours of remote work, for one group, « lyon », and Alice Durand."""
    return a_session(**({"id": id, "title": f"Session {id}", "activities": [LIVE, WORK]} | overrides))


def enrolled(people: Mapping[str, tuple[str, ...]]) -> tuple[Enrolment, ...]:
    """By person: « a/lyon », a session and a group of it."""
    return tuple(Enrolment(person, *place.split("/")) for person, places in people.items() for place in places)


def breaches_together(
    academy: Academy, entries: Mapping[str, tuple[Placement | RemoteBlock, ...]], rule: str | None = None
) -> list[Violation]:
    """What plans of only these entries break together (of one rule); each breach is also said in both languages."""
    plans: dict[str, Plan] = {
        session.id: a_plan(session, *entries[session.id]) for session in academy.sessions if session.id in entries
    }
    found = [each for each in check_together(academy, plans, the_school()) if rule in (None, each.rule)]
    for violation in found:
        said_together(violation, academy)
    return found


def said_together(violation: Violation, academy: Academy, lang: str = "en") -> str:
    """The sentence; both languages are rendered, so that none has a hole."""
    french, english = (TogetherTexts(academy, Texts(each)).text(violation) for each in ("fr", "en"))
    assert "{" not in french + english
    return (english if lang == "en" else french).replace("\u00a0", " ")
