"""Making an account: with a password of the command line's, or with a link to choose one."""

from dataclasses import dataclass, field
from uuid import UUID

from victim_portal.domain.access import Actor, may_manage_users
from victim_portal.domain.passwords import password_problem
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.accounts.entering import give_unit_its_manager
from victim_portal.services.accounts.letting_in import needs_two, propose_entry
from victim_portal.services.audit import What
from victim_portal.services.contact_values import normal_email
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotAllowedError
from victim_portal.services.passwords import looks_guessable
from victim_portal.services.proof import need_proof
from victim_portal.services.sign_in.codes import keep_secret, new_secret
from victim_portal.store import staff as staff_store
from victim_portal.store.models import Unit, User
from victim_portal.store.unit_of_work import ConstraintError, UnitOfWork

LONGEST_NAME = 100


@dataclass(frozen=True)
class NewUser:
    """What is needed to make an account; without a password a link lets its person choose."""

    email: str
    first_name: str
    last_name: str
    role: Role
    unit_name: str
    password: str = field(default="", repr=False)
    telephone: str = ""
    hours: str = ""
    hours_welsh: str = ""
    languages: str = "en"
    demo: bool = False


def add_user(ctx: Context, actor: Actor, new: NewUser) -> UUID:
    """Make an account; makes its unit active when it is the unit's first manager.

    At the command line it is open at once; made by an administrator it is shut until a second
    person agrees (`letting_in`). Raises InvalidError (field sentences), NotAllowedError and
    NeedsProofError.
    """
    if not may_manage_users(actor):
        raise NotAllowedError
    need_proof(ctx, actor)
    _check(new)
    with ctx.store.writing() as uow:
        unit = unit_for(ctx, uow, new.role, new.unit_name)
        user = User(
            id=uow.tokens.uuid(),
            email=normal_email(new.email).casefold(),
            first_name=" ".join(new.first_name.split()),
            last_name=" ".join(new.last_name.split()),
            role=new.role.value,
            unit_id=unit.id if unit else None,
            telephone=new.telephone.strip(),
            hours=new.hours.strip(),
            hours_welsh=new.hours_welsh.strip(),
            languages=new.languages,
            password_hash=ctx.passwords.hash(new.password) if new.password else "",
            password_changed_at=ctx.now() if new.password else None,
            active=not needs_two(actor),
            demo=new.demo,
            created_at=ctx.now(),
        )
        uow.add(user)
        try:
            uow.flush()
        except ConstraintError as error:
            raise InvalidError({"email": "There is an account with this address"}) from error
        if user.active:
            give_unit_its_manager(unit, user)
        if new.demo:
            # So that whoever tries the demo needs no telephone; its page shows the code.
            keep_secret(ctx, uow, user.id, new_secret(ctx))
        audit.record(uow, actor, What.USER_ADDED, user=str(user.id), role=user.role)
        if not user.active:
            propose_entry(ctx, uow, actor, user)
        uow.commit()
        return user.id


def unit_for(ctx: Context, uow: UnitOfWork, role: Role, unit_name: str) -> Unit | None:
    """The unit of a name, made when it is new; None for a role that needs none."""
    if not unit_name.strip():
        if role in (Role.OFFICER, Role.MANAGER):
            raise InvalidError({"unit": "Enter the unit that they work in"})
        return None
    unit = staff_store.unit_named(uow, unit_name)
    if unit is None:
        if len(" ".join(unit_name.split())) > LONGEST_NAME:
            raise InvalidError({"unit": f"The unit must have at most {LONGEST_NAME} characters"})
        unit = Unit(
            id=uow.tokens.uuid(),
            name=" ".join(unit_name.split()),
            name_key=staff_store.unit_key(unit_name),
            active=False,
            created_at=ctx.now(),
        )
        uow.add(unit)
        uow.flush()
    return unit


def _check(new: NewUser) -> None:
    problems: dict[str, str] = {}
    about_them = (new.email, new.first_name, new.last_name)
    if new.password:
        problem = password_problem(new.password, new.role, about_them, looks_guessable)
        if problem:
            problems["password"] = problem
    problems |= name_problems(new.first_name, new.last_name)
    try:
        normal_email(new.email)
    except ValueError as error:
        problems["email"] = str(error)
    if problems:
        raise InvalidError(problems)


def name_problems(first_name: str, last_name: str) -> dict[str, str]:
    """What is wrong with a name, by field."""
    problems = {}
    for field_name, value in (("first_name", first_name), ("last_name", last_name)):
        if not value.strip():
            problems[field_name] = "Enter the name"
        elif len(value.strip()) > LONGEST_NAME:
            problems[field_name] = f"The name must have at most {LONGEST_NAME} characters"
    return problems
