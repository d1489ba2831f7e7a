"""Two people for what can't be undone: one proposes, a second one decides, never the first.

A new act is a member of `TwoPersonAct`, an `Act` in `acts.py` (who may be second, what it
does), and a call of `propose` in the use case of the first person.
"""

from victim_portal.services.two_people.acts import ACTS
from victim_portal.services.two_people.deciding import (
    decide_proposal,
    list_proposals,
    take_back_proposal,
)
from victim_portal.services.two_people.values import Act, ProposalView

__all__ = [
    "ACTS",
    "Act",
    "ProposalView",
    "decide_proposal",
    "list_proposals",
    "take_back_proposal",
]
