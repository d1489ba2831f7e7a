"""What the portal needs of the outside world, as protocols and plain values.

Services speak only to these; `messaging` and `documents` implement them, and
`bootstrap` chooses which implementation a process gets.
"""

from victim_portal.ports.messages import (
    CallbackVerifier,
    EmailSender,
    HandOver,
    Outcome,
    OutgoingEmail,
    OutgoingSms,
    SmsLedger,
    SmsSender,
)
from victim_portal.ports.papers import (
    ConditionRow,
    Figure,
    InsidePdf,
    LetterContent,
    PdfRenderer,
    PostTray,
    RenderedPdf,
    SubmissionContent,
    TrayItem,
)
from victim_portal.ports.parts import (
    Clock,
    PolicySource,
    SealLog,
    TextSource,
    Tokens,
)
from victim_portal.ports.signing_in import (
    ProviderAnswer,
    ProviderError,
    ProviderQuestion,
    SignInProvider,
)

__all__ = [
    "CallbackVerifier",
    "Clock",
    "ConditionRow",
    "EmailSender",
    "Figure",
    "HandOver",
    "InsidePdf",
    "LetterContent",
    "Outcome",
    "OutgoingEmail",
    "OutgoingSms",
    "PdfRenderer",
    "PolicySource",
    "PostTray",
    "ProviderAnswer",
    "ProviderError",
    "ProviderQuestion",
    "RenderedPdf",
    "SealLog",
    "SignInProvider",
    "SmsLedger",
    "SmsSender",
    "SubmissionContent",
    "TextSource",
    "Tokens",
    "TrayItem",
]
