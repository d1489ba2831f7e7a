"""Staff accounts: made, listed, changed, disabled, and helped back in by single-use links."""

from victim_portal.services.accounts.adding import NewUser, add_user
from victim_portal.services.accounts.changing import (
    Place,
    change_name,
    change_role,
    disable,
    enable,
    give_unit,
)
from victim_portal.services.accounts.inviting import invite
from victim_portal.services.accounts.letting_in import (
    EntryProposed,
    agree_to_account,
    proposed_account,
)
from victim_portal.services.accounts.links import LASTS, MadeLink, OpenLink, open_link, redeem
from victim_portal.services.accounts.reading import (
    AccountLine,
    AccountPage,
    AccountView,
    account_id,
    account_view,
    actor_for,
    any_accounts,
    demo_account_emails,
    list_accounts,
)
from victim_portal.services.accounts.recovery import HowChecked, recover

__all__ = [
    "LASTS",
    "AccountLine",
    "AccountPage",
    "AccountView",
    "EntryProposed",
    "HowChecked",
    "MadeLink",
    "NewUser",
    "OpenLink",
    "Place",
    "account_id",
    "account_view",
    "actor_for",
    "add_user",
    "agree_to_account",
    "any_accounts",
    "change_name",
    "change_role",
    "demo_account_emails",
    "disable",
    "enable",
    "give_unit",
    "invite",
    "list_accounts",
    "open_link",
    "proposed_account",
    "recover",
    "redeem",
]
