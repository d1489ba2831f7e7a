"""Who is greeted in a message that carries no news, and who writes it."""

from victim_portal.store.models import Case, Channel, Person, Unit, User
from victim_portal.store.unit_of_work import UnitOfWork


def named_in_a_code(uow: UnitOfWork, case: Case, channel: Channel) -> tuple[str, str]:
    """By what name the person is greeted, and the first name of whoever will ask.

    A case in the queue is the manager's.
    """
    person = uow.get(Person, channel.person_id)
    officer = uow.get(User, case.officer_id)
    if officer is None:
        unit = uow.get(Unit, case.unit_id)
        officer = uow.get(User, unit.manager_id) if unit else None
    called = (person.called or person.first_name or person.last_name) if person else None
    return called or "", officer.first_name if officer else ""
