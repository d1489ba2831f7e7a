"""Signing in: a password and always a second factor, sessions, proofs, one's own account.

The second factor is a one-time code of an app or a passkey; whoever has neither sets one up
before anything else. Tries are counted before anything is checked, for each account and each
network address, and every refusal reads the same.
"""

from victim_portal.services.sign_in.codes import (
    CodeSecret,
    add_codes,
    new_secret,
    whose_codes,
)
from victim_portal.services.sign_in.confirming import confirm_with_code, confirm_with_passkey
from victim_portal.services.sign_in.own_account import (
    OwnAccount,
    SessionView,
    change_password,
    end_session,
    own_account,
)
from victim_portal.services.sign_in.passkeys import (
    PasskeyView,
    add_passkey,
    ask,
    ask_for_new,
    remove_passkey,
)
from victim_portal.services.sign_in.password import sign_in
from victim_portal.services.sign_in.proving import prove, prove_with_passkey, ways_to_prove
from victim_portal.services.sign_in.sessions import (
    half_way,
    sign_out,
    staff_member,
    whose_session,
)
from victim_portal.services.sign_in.values import (
    HALF_WAY,
    IDLE,
    LONGEST,
    Confirmed,
    Factors,
    HalfWay,
    StaffMember,
)

__all__ = [
    "HALF_WAY",
    "IDLE",
    "LONGEST",
    "CodeSecret",
    "Confirmed",
    "Factors",
    "HalfWay",
    "OwnAccount",
    "PasskeyView",
    "SessionView",
    "StaffMember",
    "add_codes",
    "add_passkey",
    "ask",
    "ask_for_new",
    "change_password",
    "confirm_with_code",
    "confirm_with_passkey",
    "end_session",
    "half_way",
    "new_secret",
    "own_account",
    "prove",
    "prove_with_passkey",
    "remove_passkey",
    "sign_in",
    "sign_out",
    "staff_member",
    "ways_to_prove",
    "whose_codes",
    "whose_session",
]
