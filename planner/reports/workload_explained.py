"""How the hours of sessions came about, on the terminal: products of factors, then each coefficient with its source."""

from collections.abc import Iterator, Sequence
from typing import Any

from planner.messages.coefficients import coefficient_name, coefficient_unit, source_text
from planner.messages.reports import hours, hours_range, number
from planner.messages.texts import Texts
from planner.reports.explained import explained, in_use
from planner.reports.sheet import item, styled
from planner.workload.factors import DEFAULT
from planner.workload.results import Estimate, Minutes


def how_figures_came_about(estimates: Sequence[Estimate], texts: Texts) -> Iterator[Any]:
    """Each part of the work with the products that it adds up from; what all the sessions rest on stands once below."""
    for estimate in estimates:
        heading = texts.say("How the figures of {session} come about", session=estimate.session)
        yield styled(heading, "bold")
        for part in explained(estimate, texts):
            whole = f"{hours(part.minutes.likely, texts)} ({hours_range(part.minutes, texts)})"
            yield item(part.component, _named(part.name, whole, texts))
            yield from (item("   -", line) for line in part.lines)
    yield styled(texts.say("Where the coefficients come from"), "bold")
    rows = {(used.name, used.value, used.source): used for each in estimates for used in in_use(each, texts)}
    for used in rows.values():
        source = source_text(used.source, texts)
        if used.origin != DEFAULT and not used.source.startswith(used.origin):
            source = f"{source} ({used.origin})"
        unit = coefficient_unit(used.unit, texts)
        yield item("-", _named(coefficient_name(used.name, texts), f"{_value(used.value, texts)} {unit}", texts))
        yield item("    ", texts.plain(source))


def _named(name: str, value: str, texts: Texts) -> str:
    return texts.say("{name}: {value}", name=name, value=value)


def _value(value: Minutes, texts: Texts) -> str:
    if not value.spread:
        return number(value.likely, texts)
    return " / ".join(number(each, texts) for each in (value.low, value.likely, value.high))
