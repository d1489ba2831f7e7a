"""Many messages are looked at as each would be by itself, whatever is around them."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.support.after_approval import ACTS, World
from tests.support.portal import Portal, portal_in
from victim_portal.domain.last_look import LookFacts
from victim_portal.services.delivery.looking import look_facts
from victim_portal.services.delivery.seen import Seen, seen_of
from victim_portal.services.planning import current_facts
from victim_portal.services.updates.names import forbidden_names
from victim_portal.services.updates.texts import unagreed_days
from victim_portal.store.models import Message
from victim_portal.store.unit_of_work import UnitOfWork

PEOPLE = st.lists(
    st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 23)), max_size=3),
    min_size=2,
    max_size=5,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(PEOPLE)
def test_together_or_alone_the_same_is_seen(people: list[list[tuple[str, int]]]) -> None:
    with TemporaryDirectory() as folder:
        portal = portal_in(Path(folder))
        for acts in people:
            world = World.begun(portal, 0, 0, by_manager=False, fuller=False)
            for act, number in acts:
                world.do(act, number)
        with portal.ctx.store.reading() as uow:
            messages = list(uow.session.scalars(select(Message)))
            together = seen_of(uow, messages)
            of_many = [_facts(portal, uow, one, together) for one in messages]
            alone = [_facts(portal, uow, one, seen_of(uow, [one])) for one in messages]
            assert of_many == alone
            for message, facts in zip(messages, alone, strict=True):
                if isinstance(facts, LookFacts):
                    _as_it_is_read_elsewhere(uow, message, facts, together)
        portal.engine.dispose()


def _facts(portal: Portal, uow: UnitOfWork, message: Message, seen: Seen) -> LookFacts | str:
    """What the rules are told, or the kind of error: then the message is held."""
    try:
        return look_facts(portal.ctx, uow, message, seen)
    except (ValueError, LookupError) as error:
        return type(error).__name__


def _as_it_is_read_elsewhere(
    uow: UnitOfWork, message: Message, facts: LookFacts, seen: Seen
) -> None:
    """The officer's page reads the same row by row, for one update."""
    case, update = seen.case(message), seen.update(message)
    assert facts.current_facts == current_facts(uow, case, update.facts)
    assert (facts.private_names, facts.never_say) == forbidden_names(uow, case)
    assert facts.unagreed_days == unagreed_days(uow, update)
