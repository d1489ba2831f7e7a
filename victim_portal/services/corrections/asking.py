"""What a correction of a person leaves for people to find out or to decide."""

from collections.abc import Mapping

from victim_portal.domain.access import Actor
from victim_portal.domain.corrections import Detail, says
from victim_portal.domain.eligibility import Referred, decide
from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import OffenceCategory, Relationship, SentenceType
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.referrals.followup import soon
from victim_portal.store.models import Case, Person, Sentence
from victim_portal.store.unit_of_work import UnitOfWork


def ask_about_greeting(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, wrong: Mapping[Detail, str]
) -> None:
    """What they like to be called is theirs to say, and may rest on the wrong name."""
    person = uow.get(Person, case.person_id)
    names = [wrong.get(one, "") for one in (Detail.FIRST_NAME, Detail.LAST_NAME)]
    if person is not None and person.called and any(says(person.called, one) for one in names):
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "ask_called",
            "They are greeted by a name that was put right: ask what they like to be called",
            "The right person before everything",
            soon(ctx),
        )


def ask_about_route(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, before: Relationship
) -> None:
    """Another route is never taken silently: a manager decides."""
    sentence = uow.get(Sentence, case.sentence_id)
    if sentence is None or case.closed_at is not None:
        return
    was, is_now = (
        decide(
            Referred(
                relationship,
                OffenceCategory(sentence.offence_category),
                SentenceType(sentence.sentence_type),
                sentence.sentenced_on,
                Term.parse(sentence.custodial_term) if sentence.custodial_term else None,
            ),
            ctx.policy,
        )
        for relationship in (before, Relationship(case.relationship))
    )
    # What the rules say as before leaves a manager's decision where it is.
    differs = is_now.route != case.route or is_now.needs_decision
    if (was.route, was.rule_id) != (is_now.route, is_now.rule_id) and differs:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "decide_route",
            "Decide by which route the case stands in the scheme",
            is_now.reason[:120],
            soon(ctx),
            manager=True,
        )
