"""One self-contained HTML page from a template: nothing is fetched, no script, no link, and text is never markup.

Whatever a template prints is cleaned as on a screen (`Texts.plain`), then escaped. The style sheet stands in the page;
the page's own policy allows that style sheet and nothing else, so that even a fault here could not reach the network.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planner.messages.reports import kind_name
from planner.messages.texts import Texts

TEMPLATES = Path(__file__).parent / "templates"
_PLAIN = Texts("en").plain  # the same in every language


def render(template: str, texts: Texts, **values: object) -> bytes:
    """The page of `templates/<template>.html.j2` in UTF-8. A name that the template lacks is an error, never a gap."""
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    policy = f"default-src 'none'; style-src 'sha256-{_digest(style)}'; base-uri 'none'; form-action 'none'"
    page = _environment().get_template(f"{template}.html.j2")
    words: dict[str, object] = {"texts": texts, "say": texts.say, "count": texts.count, "lang": texts.lang}
    words["kind_name"] = lambda kind: kind_name(kind, texts)
    return page.render(**words, style=Markup(style), policy=policy, **values).encode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _shown(value: object) -> object:
    """Text without anything that acts (line breaks, marks that turn the direction of writing); the rest as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _PLAIN(value)
    return value


def _digest(style: str) -> str:
    return b64encode(sha256(style.encode()).digest()).decode()
