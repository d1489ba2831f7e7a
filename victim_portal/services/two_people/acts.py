"""Every act that needs two people, with what it does once the second one agrees."""

from collections.abc import Mapping
from types import MappingProxyType

from victim_portal.domain.vocabulary import TwoPersonAct
from victim_portal.services.accounts.agreeing import LETTING_IN, RECOVERY
from victim_portal.services.campaigns.agreeing import TRANCHE
from victim_portal.services.keeping.agreeing import PURGE
from victim_portal.services.policy.agreeing import CHANGE
from victim_portal.services.restrictions.lifting import LIFTING
from victim_portal.services.surges.deciding import LET_GO
from victim_portal.services.templates.agreeing import PUBLISHING
from victim_portal.services.two_people.values import Act
from victim_portal.services.updates.agreeing import EXACT_DATE
from victim_portal.services.wrong_news.thawing import CORRECTION
from victim_portal.store.models import Proposal


def _sends(proposal: Proposal) -> Act:
    """Many messages go at once: a tranche of a campaign, or what the surge breaker parked."""
    return LET_GO if "surge" in proposal.about else TRANCHE


ACTS: Mapping[TwoPersonAct, Act] = MappingProxyType(
    {
        TwoPersonAct.LIFT_RESTRICTION: LIFTING,
        TwoPersonAct.PURGE: PURGE,
        TwoPersonAct.CHANGE_POLICY: CHANGE,
        TwoPersonAct.PUBLISH_TEMPLATE: PUBLISHING,
        TwoPersonAct.TELL_EXACT_DATE: EXACT_DATE,
        TwoPersonAct.CORRECT_MANY: CORRECTION,
        TwoPersonAct.RECOVER_ACCOUNT: RECOVERY,
        TwoPersonAct.LET_IN: LETTING_IN,
        TwoPersonAct.RELEASE_SENDS: Act(
            lambda ctx, uow, one: _sends(one).what(ctx, uow, one),
            lambda uow, actor, one: _sends(one).may_be_second(uow, actor, one),
            lambda ctx, uow, actor, one: _sends(one).apply(ctx, uow, actor, one),
            on_its_page=True,
        ),
    }
)
