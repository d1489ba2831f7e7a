"""Every act that needs two people, with what it does once the second one agrees."""

from collections.abc import Mapping
from types import MappingProxyType

from victim_portal.domain.vocabulary import TwoPersonAct
from victim_portal.services.accounts.agreeing import RECOVERY
from victim_portal.services.campaigns.agreeing import TRANCHE
from victim_portal.services.keeping.agreeing import PURGE
from victim_portal.services.policy.agreeing import CHANGE
from victim_portal.services.restrictions.lifting import LIFTING
from victim_portal.services.surges.deciding import LET_GO
from victim_portal.services.two_people.values import Act
from victim_portal.services.updates.exact_dates import EXACT_DATE

ACTS: Mapping[TwoPersonAct, Act] = MappingProxyType(
    {
        TwoPersonAct.LIFT_RESTRICTION: LIFTING,
        TwoPersonAct.PURGE: PURGE,
        TwoPersonAct.CHANGE_POLICY: CHANGE,
        TwoPersonAct.TELL_EXACT_DATE: EXACT_DATE,
        TwoPersonAct.RELEASE_SENDS: LET_GO,
        TwoPersonAct.RECOVER_ACCOUNT: RECOVERY,
        TwoPersonAct.APPROVE_TRANCHE: TRANCHE,
    }
)
