"""Help pages and usage errors in the reader's language: typer writes its own in English only.

The texts travel as the context's object, which each command inherits.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from planner.messages.texts import Texts


class UsageFault(Exception):
    """What was asked for is not understood. `context` is that of the command; `text` says what, translated."""

    def __init__(self, context: typer.Context, text: str) -> None:
        super().__init__(text)
        self.context = context
        self.text = text


class Command(TyperCommand):
    """A command whose help is wholly translated."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """`SESSION [OPTIONS]`, translated."""
        texts: Texts = ctx.obj
        arguments = [str(param.metavar) for param in self.params if param.param_type_name == "argument"]
        return [*arguments, texts.say("[OPTIONS]")]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The line that says how to write the command."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The arguments and the options, each with its help."""
        _write_parameters(self, ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse what is too much, in words of our own."""
        ctx.allow_extra_args = True
        _refuse_missing_values(self, ctx, args)
        rest = _parse_args(super().parse_args, ctx, args)
        if rest:
            texts: Texts = ctx.obj
            raise UsageFault(ctx, texts.say("{argument} is one argument too many.", argument=texts.quoted(rest[0])))
        return rest


class Group(TyperGroup):
    """A command that holds commands, its help wholly translated."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """`COMMAND [ARGUMENTS]...`, translated."""
        texts: Texts = ctx.obj
        return [texts.say("COMMAND [ARGUMENTS]...")]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The line that says how to write the command."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The commands first, they are what a newcomer looks for; then the options."""
        texts: Texts = ctx.obj
        with formatter.section(texts.say("Commands")):
            formatter.write_dl([(name, self.commands[name].short_help or "") for name in self.list_commands(ctx)])
        _write_parameters(self, ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Give every usage error its context."""
        return _parse_args(super().parse_args, ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Refuse a command that does not exist, and name a near one that does."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            import difflib

            texts: Texts = ctx.obj
            text = texts.say("There is no command {name}.", name=texts.quoted(args[0]))
            if near := difflib.get_close_matches(args[0], self.list_commands(ctx), n=1):
                text += " " + texts.say("Did you mean {name}?", name=texts.quoted(near[0]))
            else:
                text += " " + texts.say("There are: {names}.", names=", ".join(self.list_commands(ctx)))
            raise UsageFault(ctx, text)
        return super().resolve_command(ctx, args)


class GroupWithDefault(Group):
    """A group that runs its command `default` where no other of its commands is named: `workload SESSION.yaml`."""

    default = "estimate"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Name the default command where none is named."""
        named = bool(args) and args[0] in self.commands
        return super().parse_args(ctx, args if named else [self.default, *args])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The default command has no name on the pages that people read."""
        name, command, rest = super().resolve_command(ctx, args)
        return ("" if name == self.default else name), command, rest


def usage_fault(error: Any) -> UsageFault | None:
    """What typer could not understand, in words of our own; None where `error` is not about usage."""
    context = getattr(error, "ctx", None)
    if context is None:
        return None
    return UsageFault(context, _usage_text(error, context.obj))


def usage_page(fault: UsageFault) -> str:
    """What a person reads who mistyped: how the command is written, what was wrong, where the help is."""
    texts: Texts = fault.context.obj
    help_line = texts.say("For help: {command}", command=f"{fault.context.command_path.strip()} --help")
    return f"{fault.context.get_usage()}\n\n{fault.text}\n{help_line}"


def _parse_args(parse: Callable[[Any, list[str]], list[str]], ctx: Any, args: list[str]) -> list[str]:
    try:
        return parse(ctx, args)
    except typer.TyperException as error:
        if getattr(error, "ctx", ctx) is None:  # typer forgets it where an option lacks its value
            vars(error)["ctx"] = ctx
        raise


def _refuse_missing_values(command: Any, ctx: Any, args: list[str]) -> None:
    """Refuse an option that another one follows where its value should be: typer would take that for the value."""
    texts: Texts = ctx.obj
    flags = {name: getattr(param, "is_flag", False) for param in command.get_params(ctx) for name in param.opts}
    options = {name: is_flag for name, is_flag in flags.items() if name.startswith("--")}
    before_end = args[: args.index("--")] if "--" in args else args
    for option, value in pairwise(before_end):
        if options.get(option) is False and value.partition("=")[0] in options:
            raise UsageFault(ctx, texts.say("The option {option} needs a value.", option=texts.quoted(option)))


def _usage_text(error: Any, texts: Texts) -> str:
    option = texts.quoted(str(getattr(error, "option_name", "")))
    match type(error).__name__:  # typer keeps these classes in a private module
        case "MissingParameter":
            is_option = error.param.param_type_name == "option"
            return texts.say(
                "{argument} is missing.", argument=error.param.opts[0] if is_option else error.param.metavar
            )
        case "NoSuchOption":
            text = texts.say("There is no option {option}.", option=option)
            if error.possibilities:
                near = texts.listing([texts.quoted(name) for name in sorted(error.possibilities)])
                text += " " + texts.say("Did you mean {name}?", name=near)
            return text
        case "BadOptionUsage":
            params = error.ctx.command.get_params(error.ctx)
            if any(error.option_name in param.opts and getattr(param, "is_flag", False) for param in params):
                return texts.say("The option {option} takes no value.", option=option)
            return texts.say("The option {option} needs a value.", option=option)
        case "UsageError" if error.ctx.command.params and not error.ctx.args:
            return texts.say("A command is missing.")
    return texts.say("This is not understood: {reason}", reason=texts.plain(error.format_message()))


def _write_usage(command: Any, ctx: Any, formatter: Any) -> None:
    texts: Texts = ctx.obj
    prefix = texts.say("Usage: ")
    formatter.write_usage(ctx.command_path.strip(), " ".join(command.collect_usage_pieces(ctx)), prefix=prefix)


def _write_parameters(command: Any, ctx: Any, formatter: Any) -> None:
    texts: Texts = ctx.obj
    arguments, options = [], []
    for param in command.get_params(ctx):
        name, _ = param.get_help_record(ctx) or ("", "")
        if name == "--help":
            options.append((name, texts.say("Show this page.")))
        elif param.param_type_name == "argument":
            arguments.append((str(param.metavar), param.help or ""))
        else:
            options.append((name, param.help or ""))
    for heading, rows in ((texts.say("Arguments"), arguments), (texts.say("Options"), options)):
        if rows:
            with formatter.section(heading):
                formatter.write_dl(rows)
