"""The closed list of the correspondence: each stage, filled with people who are invented.

What is drawn here comes from the functions that make and send it, in the words as they stand
now: nothing is written down a second time, and nobody's data is read.
"""

from dataclasses import dataclass, field
from uuid import UUID

from victim_portal.domain.previews import MailPreview, TextPreview, mail_preview, text_preview
from victim_portal.domain.stages import EventOutcome, Road, Stage
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import Translator, draft
from victim_portal.domain.wording.news_letter import news_letter
from victim_portal.domain.wording.shapes import CODE_WORD, Shape, example_facts, shapes_of
from victim_portal.ports import LetterContent, RenderedPdf
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.letters import LetterText

EXAMPLE = UUID(int=0)
"""The id of a letter that nobody gets."""
ADDRESS = ("Rhiannon Example", "1 Example Street", "Exampleton", "EX1 1EX")


@dataclass(frozen=True)
class ShapeChoice:
    """One shape of a stage's text: its name in addresses, and what makes it."""

    name: str
    outcome: EventOutcome | None
    road: Road | None


@dataclass(frozen=True)
class StagePreview:
    """Everything that goes out for a stage, in one shape and language.

    `fuller_text` and `fuller_mail` carry the content itself: for a number or address where
    fuller words were agreed.
    """

    stage: Stage
    language: Language
    shape: str
    choices: tuple[ShapeChoice, ...]
    text: TextPreview
    mail: MailPreview
    fuller_text: TextPreview
    fuller_mail: MailPreview
    letter: LetterText = field(repr=False)


def choices_of(stage: Stage) -> tuple[ShapeChoice, ...]:
    """Every shape that a stage's text can take, the plain one first."""
    return tuple(
        ShapeChoice(one.name, one.outcome, one.road)
        for one in shapes_of(stage, example_facts(Language.ENGLISH))
    )


def stage_preview(
    ctx: Context, stage: Stage, language: Language, shape: str = "", *, code_word: bool = False
) -> StagePreview:
    """A stage's messages and letter; `code_word` is whether one was agreed.

    NotFoundError for a shape that its text doesn't take, MissingTranslationError where the
    language lacks a text.
    """
    found = _shape(stage, language, shape, code_word=code_word)
    texts = draft(stage, found.facts, language, _speaker(ctx, language))
    return StagePreview(
        stage=stage,
        language=language,
        shape=found.name,
        choices=choices_of(stage),
        text=text_preview(texts.notice_sms),
        mail=mail_preview(texts.notice_subject, texts.notice_email),
        fuller_text=text_preview(texts.content),
        fuller_mail=mail_preview(texts.content_subject, texts.content),
        letter=_letter(ctx, texts.content_subject, texts.content, language),
    )


def example_letter(
    ctx: Context, stage: Stage, language: Language, shape: str = "", *, large_print: bool = False
) -> RenderedPdf:
    """A stage's letter as the file that would be printed. Errors are those of `stage_preview`."""
    text = stage_preview(ctx, stage, language, shape).letter
    return ctx.renderer.render_letter(
        LetterContent(
            letter_id=EXAMPLE,
            made_on=ctx.today(),
            language=language,
            large_print=large_print,
            name=text.name,
            day=text.day,
            address=text.address,
            parts=text.parts,
        )
    )


def _shape(stage: Stage, language: Language, name: str, *, code_word: bool) -> Shape:
    facts = example_facts(language, CODE_WORD if code_word else "")
    for one in shapes_of(stage, facts):
        if one.name == name:
            return one
    raise NotFoundError


def _letter(ctx: Context, subject: str, content: str, language: Language) -> LetterText:
    words = news_letter(subject, content, ctx.today(), language, _speaker(ctx, language))
    parts = tuple((part.kind.value, part.text) for part in words.parts)
    return LetterText(name=words.name, day=words.day, address=ADDRESS, parts=parts)


def _speaker(ctx: Context, language: Language) -> Translator:
    """The words as they stand now: the same that an update is written in."""
    return ctx.speaker(language)
