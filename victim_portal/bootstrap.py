"""The composition root: one portal's parts put together from its settings.

The web, the worker and the command line all start here, so that they can't differ in
what they stand on. Nothing is opened or sent while it is put together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import NullTranslations, translation
from importlib.resources import as_file, files
from pathlib import Path

from sqlalchemy import Engine

from victim_portal.bank_holidays import england_and_wales
from victim_portal.domain.policy import PolicyError
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import Translator, reviewer_in
from victim_portal.identity import sign_in_provider
from victim_portal.maps import base_map, map_reader
from victim_portal.messaging import (
    callback_verifier,
    email_sender,
    post_tray,
    sms_ledger,
    sms_sender,
)
from victim_portal.ports import EmailSender, PostTray, SmsLedger, SmsSender
from victim_portal.randomness import SystemClock, SystemTokens
from victim_portal.seal_log import seal_log
from victim_portal.services.accounts import demo_account_emails
from victim_portal.services.context import Context
from victim_portal.services.licence_policy import unreadable_versions
from victim_portal.services.passwords import Passwords
from victim_portal.services.policy import StoredPolicies
from victim_portal.services.templates import StoredTexts
from victim_portal.settings import PREFIX, Problem, Settings
from victim_portal.store import migrate
from victim_portal.store.engine import make_engine
from victim_portal.store.keyring import Keyring
from victim_portal.store.unit_of_work import Store


@dataclass(frozen=True)
class Portal:
    """A portal's parts; the senders are made by `senders`, for the worker alone."""

    settings: Settings
    engine: Engine
    ctx: Context
    post_tray: PostTray | None


def build(settings: Settings) -> Portal:
    """Put a portal together; the database is reached at its first use."""
    # Typst and its fonts take a moment to load: a command that only asks for help needs none.
    from victim_portal.documents import TypstRenderer

    engine = make_engine(settings.database_url)
    clock, tokens = SystemClock(), SystemTokens()
    keyring = Keyring(dict(settings.data_keys), settings.index_key, settings.audit_key)
    speakers, reviewer = load_translators()
    store = Store(engine, keyring, clock, tokens)
    ctx = Context(
        store=store,
        clock=clock,
        tokens=tokens,
        policies=StoredPolicies(store, policy_file()),
        texts=StoredTexts(store),
        bank_holidays=england_and_wales(),
        translators=speakers,
        renderer=TypstRenderer(fonts_path(), speakers),
        passwords=Passwords(),
        callbacks=callback_verifier(settings),
        production=settings.is_production,
        base_url=settings.base_url,
        victim_base_url=settings.victim_base_url,
        welsh_reviewer=reviewer,
        seal_log=seal_log(settings.seals_file),
        text_number=settings.twilio_from or "",
        mail_sender=settings.mail_default_sender or "",
        ledger_file=settings.ledger_file,
        provider=sign_in_provider(settings, clock),
        recovery_per_minute=settings.recovery_per_minute,
        base_map=base_map(settings),
        map_reader=map_reader(),
    )
    return Portal(settings, engine, ctx, post_tray(settings, clock))


def senders(portal: Portal) -> tuple[EmailSender, SmsSender]:
    """The hands that reach the outside world: real ones, or the demo's post tray."""
    clock = SystemClock()
    return email_sender(portal.settings, clock), sms_sender(portal.settings, clock)


def text_ledger(portal: Portal) -> SmsLedger | None:
    """Whom to ask what became of a text; None where nobody can say."""
    return sms_ledger(portal.settings)


def schema_standing(portal: Portal) -> tuple[str | None, str | None]:
    """The revision that the database stands at, and this release's."""
    return migrate.standing(portal.engine)


def upgrade_schema(portal: Portal) -> None:
    """Bring the database to this release's schema."""
    migrate.upgrade(portal.engine, keyring=portal.ctx.store.keyring)


def backup_key(portal: Portal) -> bytes | None:
    """The key of backups; the demo's comes from its audit key, production must set its own."""
    if portal.settings.backup_key or portal.settings.is_production:
        return portal.settings.backup_key or None
    return portal.ctx.store.keyring.audit_code(b"the demo's backups")


def demo_account_problems(portal: Portal) -> list[Problem]:
    """Why a production portal may not start on its database: accounts of a demo."""
    if not portal.settings.is_production:
        return []
    found = demo_account_emails(portal.ctx)
    # Whoever starts processes of its own must not hand them this one's connections.
    portal.engine.dispose()
    sentence = "can't be production on this database: the account {} is a demo's."
    return [Problem(f"{PREFIX}ENVIRONMENT", sentence.format(email)) for email in found]


def policy_file() -> str:
    """The text of the package's own policy."""
    return (files("victim_portal") / "data" / "policy.toml").read_text("utf-8")


def policy_problems(portal: Portal) -> list[Problem]:
    """Why a portal may not start: a release's policy that the agreed amendments don't fit to."""
    try:
        portal.ctx.policies.in_force()
    except PolicyError as error:
        sentence = f"its amendments don't fit to the policy of this release: {error}"
        return [Problem(f"{PREFIX}DATABASE_URL", sentence)]
    finally:
        portal.engine.dispose()
    return []


def licence_policy_problems(portal: Portal) -> list[Problem]:
    """Why a portal may not start: a stored licence conditions policy that it can't read.

    Requests stand on every version that was ever in use, and would show without their words.
    """
    found = unreadable_versions(portal.ctx)
    portal.engine.dispose()
    sentence = "version {} of its licence conditions policy can't be read by this release: {}"
    return [
        Problem(f"{PREFIX}DATABASE_URL", sentence.format(version, why)) for version, why in found
    ]


def load_translators() -> tuple[Mapping[Language, Translator], str]:
    """The catalogues by language, and who reviewed the Welsh one (empty: nobody)."""
    with as_file(files("victim_portal") / "translations") as folder:
        welsh = translation("messages", str(folder), [Language.WELSH.value])
        source = folder / Language.WELSH.value / "LC_MESSAGES" / "messages.po"
        # The compiled catalogue keeps no header of ours, so the source is asked.
        reviewer = reviewer_in(source.read_text("utf-8"))
    return {Language.ENGLISH: NullTranslations(), Language.WELSH: welsh}, reviewer


def fonts_path() -> Path:
    """Where the build put the fonts of the documents."""
    return Path(str(files("victim_portal") / "static" / "dist" / "fonts"))
