"""Findings about the writing itself: YAML for sessions, JSON for plans."""

from collections.abc import Callable, Mapping

from planner.messages.finding_words import Said, quoted
from planner.messages.texts import Texts
from planner.outcome import Facts


def tab(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("a tab stands here"), texts.say("Lines are indented with spaces. Replace the tab by two spaces.")
    )


def needs_quotes(facts: Facts, texts: Texts) -> Said:
    found = quoted(facts["found"], texts)
    return Said(
        texts.say("a text cannot begin with {found} here", found=found),
        texts.say("Write the whole text in quotes."),
    )


def unclosed_quote(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("a quotation mark is opened here and never closed"),
        texts.say("Close it at the end of the text. Inside '...' an apostrophe is written twice: 'l''oral'."),
    )


def unknown_escape(facts: Facts, texts: Texts) -> Said:
    found = quoted("\\" + facts["found"], texts)
    return Said(
        texts.say("{found} means nothing inside quotation marks", found=found),
        texts.say("Write the backslash twice, or use '...' instead of \"...\"."),
    )


def unclosed_bracket(facts: Facts, texts: Texts) -> Said:
    closing = "]" if facts["found"] == "[" else "}"
    return Said(
        texts.say("{found} is opened here and not closed as it should be", found=quoted(facts["found"], texts)),
        texts.say(
            "Its parts are separated by commas, and {closing} ends it. A text that holds a comma is written in quotes.",
            closing=quoted(closing, texts),
        ),
    )


def stray_colon(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("a second colon on this line, or a line that is indented too far"),
        texts.say('Write a text that holds a colon in quotes: title: "Module 1: observer".'),
    )


def no_colon(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("a key without its colon"),
        texts.say("A line is “key: value”, with a space after the colon."),
    )


def stray_dash(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("a list cannot begin on the line of its key"),
        texts.say("Write each “-” on a line of its own, or the whole list in brackets: [a, b]."),
    )


def wrong_indent(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("this line is indented like none of those above it"),
        texts.say("What belongs together begins in the same column."),
    )


def yaml_syntax(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("this cannot be read as YAML"),
        texts.say("Compare the line with those of the examples: brackets, commas, quotation marks, indentation."),
    )


def several_documents(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("a second document begins here"),
        texts.say("A file holds one session. Remove the line “---”, or put what follows into a file of its own."),
    )


def too_deep(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("lists and keys inside one another are more than {limit} deep", limit=facts["limit"]),
        texts.say("A session needs no more than 7 levels."),
    )


def too_many_values(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the file holds more than {limit} values", limit=facts["limit"]),
        texts.say("What stands behind an alias (*name) counts each time. Is it the right file?"),
    )


def unknown_alias(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("nothing above is named {name}", name=quoted("&" + facts["name"], texts)),
        texts.say("Write a text that begins with “*” in quotes."),
    )


def alias_in_itself(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("{name} stands inside what it means", name=quoted("*" + facts["name"], texts)),
        texts.say("Write the value out instead."),
    )


def unknown_tag(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("a word that begins with “!” has no meaning here"),
        texts.say("Remove it. Write a text that begins with “!” in quotes."),
    )


def not_a_mapping(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the file does not begin with keys"),
        texts.say("Its lines are “key: value”, the first ones id: and title:."),
    )


def key_twice(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say(
            "the key {key} stands here a second time; the first is on line {line}",
            key=quoted(facts["key"], texts),
            line=facts["first_line"],
        ),
        texts.say("Keep one of them."),
    )


def key_not_text(facts: Facts, texts: Texts) -> Said:
    return Said(texts.say("a list or keys stand where a key is expected"), texts.say("A key is a word."))


def number_too_long(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("a number of {digits} figures", digits=facts["digits"]),
        texts.say("Numbers have at most 18. Write a text made of figures in quotes."),
    )


def control_character(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("the invisible character {code} stands here", code=facts["found"]),
        texts.say("Delete it; it often comes with copied text."),
    )


def not_json(facts: Facts, texts: Texts) -> Said:
    return Said(
        texts.say("this cannot be read as JSON"),
    )


YAML_TEXTS: Mapping[str, Callable[[Facts, Texts], Said]] = {
    "tab": tab,
    "needs-quotes": needs_quotes,
    "unclosed-quote": unclosed_quote,
    "unknown-escape": unknown_escape,
    "unclosed-bracket": unclosed_bracket,
    "stray-colon": stray_colon,
    "no-colon": no_colon,
    "stray-dash": stray_dash,
    "wrong-indent": wrong_indent,
    "yaml-syntax": yaml_syntax,
    "several-documents": several_documents,
    "too-deep": too_deep,
    "too-many-values": too_many_values,
    "unknown-alias": unknown_alias,
    "alias-in-itself": alias_in_itself,
    "unknown-tag": unknown_tag,
    "not-a-mapping": not_a_mapping,
    "key-twice": key_twice,
    "key-not-text": key_not_text,
    "number-too-long": number_too_long,
    "control-character": control_character,
    "not-json": not_json,
}
