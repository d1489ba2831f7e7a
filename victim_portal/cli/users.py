"""`user`: the first accounts, before anybody can sign in, and what letters say of an officer."""

import sys

import click

from victim_portal.cli.common import actor, open_portal, refuse


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
    """Add an account. The password is asked for, or read from standard input."""
    from victim_portal.domain.vocabulary import Role
    from victim_portal.services.accounts import NewUser, add_user
    from victim_portal.services.errors import InvalidError

    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
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
        add_user(portal.ctx, actor(), new)
    except InvalidError as error:
        refuse("\n".join(f"{field}: {text}" for field, text in error.problems.items()))
    click.echo(f"Added {email}.")


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
