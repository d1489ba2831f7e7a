"""`user`: the first accounts, before anybody can sign in, and what letters say of an officer."""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from victim_portal.cli.common import actor, open_portal, refuse

if TYPE_CHECKING:
    from uuid import UUID

    from victim_portal.domain.access import Actor
    from victim_portal.services.accounts import MadeLink
    from victim_portal.services.context import Context

Made = TypeVar("Made")


@click.group()
def user() -> None:
    """Staff accounts."""


@user.command()
@click.option("--email", required=True, help="The address that they sign in with.")
@click.option("--first-name", required=True, help="What a victim calls them.")
@click.option("--last-name", required=True)
@click.option(
    "--role",
    required=True,
    type=click.Choice(["officer", "manager", "administrator", "auditor", "parole_case_manager"]),
)
@click.option("--unit", default="", help="Their victim liaison unit; made if it is new.")
@click.option("--telephone", default="", help="The number that a victim may ring.")
@click.option("--hours", default="", help="When they can be rung, in plain words.")
@click.option("--hours-welsh", default="", help="The same in Welsh.")
@click.option("--speaks-welsh", is_flag=True, help="They are proposed for cases in Welsh.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(
    email: str,
    first_name: str,
    last_name: str,
    role: str,
    unit: str,
    telephone: str,
    hours: str,
    hours_welsh: str,
    speaks_welsh: bool,
    password_stdin: bool,
) -> None:
    """Add an account, and print the link by which its person chooses a password.

    With --password-stdin there is no link. Either way they set up a second factor first.
    """
    from victim_portal.domain.vocabulary import Role
    from victim_portal.services.accounts import NewUser, add_user, invite
    from victim_portal.services.errors import InvalidError

    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
    if password_stdin and not password:
        refuse("password: there is none on standard input.")
    portal = open_portal()
    new = NewUser(
        email=email,
        first_name=first_name,
        last_name=last_name,
        role=Role(role),
        unit_name=unit,
        password=password,
        telephone=telephone,
        hours=hours,
        hours_welsh=hours_welsh,
        languages="en cy" if speaks_welsh else "en",
    )
    try:
        user_id = add_user(portal.ctx, actor(), new)
    except InvalidError as error:
        refuse("\n".join(f"{field}: {text}" for field, text in error.problems.items()))
    click.echo(f"Added {email}.")
    made = invite(portal.ctx, actor(), user_id) if not password else None
    if made is not None:
        _print_link(made)


@user.command()
@click.argument("email")
@click.option("--telephone", default=None, help="The number that a victim may ring.")
@click.option("--hours", default=None, help="When they can be rung, in plain words.")
@click.option("--hours-welsh", default=None, help="The same in Welsh.")
@click.option(
    "--speaks-welsh/--no-speaks-welsh",
    default=None,
    help="Whether they are proposed for cases in Welsh.",
)
@click.option(
    "--covered-by",
    default=None,
    help="The address of the colleague who covers while they are away; empty for nobody.",
)
def change(
    email: str,
    telephone: str | None,
    hours: str | None,
    hours_welsh: str | None,
    speaks_welsh: bool | None,
    covered_by: str | None,
) -> None:
    """Change what victims are told of a colleague; what isn't given stays as it is."""
    from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
    from victim_portal.services.staff_details import StaffDetails, change_details

    given = StaffDetails(telephone, hours, hours_welsh, speaks_welsh, covered_by)
    if given == StaffDetails():
        refuse(
            "Nothing to change: give --telephone, --hours, --hours-welsh, --speaks-welsh, "
            "--no-speaks-welsh or --covered-by."
        )
    portal = open_portal()
    try:
        changed = change_details(portal.ctx, actor(), email, given)
    except NotFoundError:
        refuse(f"There is no account with the address {email}.")
    except InvalidError as error:
        refuse("\n".join(f"{field}: {text}" for field, text in error.problems.items()))
    except ConflictError as error:
        refuse(str(error))
    click.echo(f"Changed {email}." if changed else f"{email} has these details already.")


@user.command()
@click.argument("email")
def disable(email: str) -> None:
    """Shut a colleague out at once; refused while they have open cases."""
    from victim_portal.services.accounts import disable as shut_out

    _act(email, shut_out)
    click.echo(f"Disabled {email}. They are signed out.")


@user.command()
@click.argument("email")
def enable(email: str) -> None:
    """Let a colleague in again."""
    from victim_portal.services.accounts import enable as let_in

    _act(email, let_in)
    click.echo(f"Enabled {email}.")


@user.command()
@click.argument("email")
def invite(email: str) -> None:
    """Print a new link for a colleague who has not chosen a password yet."""
    from victim_portal.services.accounts import invite as make_link

    made = _act(email, make_link)
    if made is not None:
        _print_link(made)


@user.command()
@click.argument("email")
def agree(email: str) -> None:
    """Agree to what an administrator proposed about an account, where nobody else could.

    It is for a portal with one administrator, and no manager in the unit. Ask them first.
    """
    from victim_portal.services.accounts import agree_to_account

    made = _act(email, agree_to_account, nothing=f"Nothing waits for the account of {email}.")
    click.echo(f"Agreed: what was proposed for {email} is done.")
    if made is not None:
        _print_link(made)


@user.command()
@click.argument("email")
def recover(email: str) -> None:
    """Print a link for a colleague who can't sign in any more. Make sure first that it is them.

    When the link is used, every session and second factor of the account ends.
    """
    from victim_portal.services.accounts import HowChecked
    from victim_portal.services.accounts import recover as make_link

    made = _act(
        email,
        lambda ctx, who, user_id: make_link(ctx, who, user_id, HowChecked.COMMAND_LINE),
    )
    if made is not None:
        _print_link(made)


def _act(email: str, what: "Callable[[Context, Actor, UUID], Made]", nothing: str = "") -> "Made":
    """Do something about the account of an address, or say why it can't be done.

    `nothing` is what is said where there is an account, and nothing about it to be done.
    """
    from victim_portal.services.accounts import account_id
    from victim_portal.services.errors import ConflictError, NotFoundError

    portal = open_portal()
    try:
        user_id = account_id(portal.ctx, email)
    except NotFoundError:
        refuse(f"There is no account with the address {email}.")
    try:
        return what(portal.ctx, actor(), user_id)
    except NotFoundError:
        refuse(nothing)
    except ConflictError as error:
        refuse(str(error))


def _print_link(made: "MadeLink") -> None:
    click.echo(f"Hand this to {made.full_name} and to nobody else. It works once, for 72 hours:")
    click.echo(made.url)
