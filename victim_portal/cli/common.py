"""What every command starts with: the settings, the portal, who is at the keyboard."""

import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from victim_portal.bootstrap import Portal
    from victim_portal.domain.access import Actor

REFUSED = 2
SOME_REFUSED = 3
Advance = Callable[[int, int], None]


def refuse(sentence: str) -> NoReturn:
    """Say why nothing was done, and end with the status for that."""
    click.echo(sentence, err=True)
    sys.exit(REFUSED)


def open_portal(*, migrated: bool = True) -> "Portal":
    """The portal of the settings; refused, each problem by its setting, when they won't do.

    Its context holds the policy for this one command. A database that needn't be `migrated`
    can't say what was amended: there it is the policy of the package.
    """
    from victim_portal.bootstrap import build
    from victim_portal.domain.policy import PolicyError
    from victim_portal.settings import Settings, SettingsError

    try:
        portal = build(Settings.from_environment(os.environ))
    except SettingsError as error:
        refuse("\n".join(str(problem) for problem in error.problems))
    if not migrated:
        return replace(portal, ctx=portal.ctx.by_the_file())
    problem = schema_problem(portal)
    if problem:
        refuse(problem)
    try:
        return replace(portal, ctx=portal.ctx.for_one_use())
    except PolicyError as error:
        refuse(f"The amendments of the policy don't fit to this release's. {error}")


def schema_problem(portal: "Portal") -> str | None:
    """Why the database can't be used yet, as a sentence; None when it can."""
    current, newest = standing(portal)
    if current != newest:
        return "The database isn't at this release's schema. Run: victim-portal migrate"
    return None


def standing(portal: "Portal") -> tuple[str | None, str | None]:
    """The database's schema and this release's; refused when it can't be reached."""
    from victim_portal.bootstrap import schema_standing

    try:
        return schema_standing(portal)
    except Exception as error:
        # Every driver has its own, and none of their words may show an address or a password.
        refuse(
            f"VICTIM_PORTAL_DATABASE_URL: the database can't be reached ({type(error).__name__})."
        )


def actor() -> "Actor":
    """Whoever is at the keyboard, by their system account."""
    from victim_portal.domain.access import command_line

    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = str(os.getuid())
    return command_line(name)


@contextmanager
def progress(what: str) -> Iterator[Advance | None]:
    """A progress bar on the terminal; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    with Progress(
        "{task.description}",
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
    ) as bar:
        task = bar.add_task(what, total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield advance
