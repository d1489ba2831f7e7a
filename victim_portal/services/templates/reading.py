"""The whole correspondence, the history of one text, and what waits for a second person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.templates import (
    AS_SHIPPED,
    BY_NAME,
    GROUPS,
    NOTICES,
    PLACES,
    STAGES_BY_GROUP,
    TEXTS,
    LiveTexts,
    TemplateText,
    TextVersion,
    belongs_to,
    groups_of,
    history,
    live_texts,
    place_title,
    text_in,
    text_title,
)
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.names import full_name
from victim_portal.services.reach import need
from victim_portal.services.templates.agreeing import stands_against
from victim_portal.services.templates.kept import line_of, name_of, wording_of
from victim_portal.services.templates.proposing import as_shipped, in_use, text_named, trial_of
from victim_portal.services.templates.values import (
    Correspondence,
    GroupLine,
    ProposedWording,
    TextLine,
    TextState,
    TextView,
    VersionLine,
    WordingLine,
    WordingState,
)
from victim_portal.store import templates as store
from victim_portal.store.models import TemplateVersion, User
from victim_portal.store.unit_of_work import UnitOfWork

EVERYTHING = "all"
_SISTERS = {"sms": "sms-with-code-word", "sms-with-code-word": "sms"}
People = tuple[TemplateVersion, User, User]


def correspondence(ctx: Context, actor: Actor, group: str = "") -> Correspondence:
    """The groups and what waits; the texts of one group, or of all (`all`).

    A stage comes with the notice that goes out for it. NotFoundError for a group there isn't.
    """
    need(Permission.READ_TEMPLATES, actor)
    if group not in ("", EVERYTHING) and group not in GROUPS:
        raise NotFoundError
    with ctx.store.reading() as uow:
        known, proposed = store.with_people(uow), _proposed(ctx, actor, uow)
    versions = [store.version_of(row) for row, _, _ in known]
    live, waiting = live_texts(versions), _waiting(proposed)
    lines = {one.name: _line(ctx, live, versions, one, waiting) for one in TEXTS.values()}
    return Correspondence(
        groups=tuple(_group(one, lines.values()) for one in GROUPS),
        lines=tuple(replace(lines[one.name], title=title) for one, title in _of_group(group)),
        waiting=tuple(one for one in proposed if one.state is WordingState.WAITS),
        left_over=tuple(
            _version(row, False) for row in known if belongs_to(store.version_of(row[0])) is None
        ),
        welsh_reviewer=ctx.welsh_reviewer,
        may_change=is_allowed(Permission.CHANGE_TEMPLATES, actor),
    )


def text_view(ctx: Context, actor: Actor, name: str) -> TextView:
    """One text with every version of it; NotFoundError where the list has none of the name."""
    need(Permission.READ_TEMPLATES, actor)
    text = text_named(name)
    with ctx.store.reading() as uow:
        known, proposed = store.with_people(uow), _proposed(ctx, actor, uow)
    versions = [store.version_of(row) for row, _, _ in known]
    live = live_texts(versions)
    own = {one.number for one in history(text, versions)}
    in_use_now = live.amended.get(text.source)
    lines = [
        _version(row, in_use_now is not None and row[0].number == in_use_now.number)
        for row in known
        if row[0].number in own
    ]
    return TextView(
        line=_line(ctx, live, versions, text, _waiting(proposed)),
        places=tuple(map(place_title, text.places)),
        versions=(*lines, _shipped(ctx, text, in_use_now is None)),
        # What was agreed to stands among the versions.
        proposed=tuple(
            one for one in proposed if one.name == name and one.state is not WordingState.AGREED
        ),
        beside=_beside(text),
        welsh_reviewer=ctx.welsh_reviewer,
        may_change=is_allowed(Permission.CHANGE_TEMPLATES, actor),
    )


def proposed_wording(ctx: Context, actor: Actor, proposal_id: UUID) -> ProposedWording:
    """A proposed wording, for whoever may decide it and whoever may read it; NotFoundError."""
    need(Permission.READ_TEMPLATES, actor)
    with ctx.store.reading() as uow:
        found = next((one for one in store.proposals(uow) if one[0].id == proposal_id), None)
        if found is None:
            raise NotFoundError
        proposal, first, second = found
        line = line_of(proposal, first, second, actor, ctx.now())
        waits = line.state is WordingState.WAITS
        problem = stands_against(ctx, uow, proposal) if waits else ""
        text, versions = BY_NAME.get(name_of(proposal)), store.versions(uow)
        live = live_texts(versions)
        shown, trial = None, None
        if text is not None:
            waiting = {text.name: proposal.id} if waits else {}
            shown = _line(ctx, live, versions, text, waiting)
            if waits and not problem:
                trial = trial_of(ctx, uow, actor, live, text, wording_of(proposal))
        may = is_allowed(Permission.CHANGE_TEMPLATES, actor)
        return ProposedWording(
            line=line,
            text=shown,
            places=tuple(map(place_title, text.places)) if text else (),
            trial=trial,
            stands_against=problem,
            may_decide=may and waits and not line.own,
        )


def _of_group(group: str) -> Iterator[tuple[TemplateText, str]]:
    """The texts of a group in their order, each by its place there; a stage has its notice too."""
    if group == EVERYTHING:
        yield from ((one, text_title(one)) for one in TEXTS.values())
        return
    stage = STAGES_BY_GROUP.get(group)
    wanted = {group} if stage is None else groups_of(stage)
    seen = set()
    for place in PLACES:
        text = text_in(place)
        if place.group in wanted and text.name not in seen:
            seen.add(text.name)
            yield text, place_title(place)


def _group(group: str, lines: Iterable[TextLine]) -> GroupLine:
    own = [one for one in lines if group in one.text.groups]
    return GroupLine(
        group=group,
        title=GROUPS[group],
        of_stage=group in STAGES_BY_GROUP,
        texts=len(own),
        amended=sum(one.state is TextState.AMENDED for one in own),
        waiting=sum(one.waits is not None for one in own),
    )


def _proposed(ctx: Context, actor: Actor, uow: UnitOfWork) -> list[WordingLine]:
    return [line_of(*one, actor, ctx.now()) for one in store.proposals(uow)]


def _waiting(proposed: Iterable[WordingLine]) -> dict[str, UUID]:
    return {one.name: one.id for one in proposed if one.state is WordingState.WAITS}


def _line(
    ctx: Context,
    live: LiveTexts,
    versions: Iterable[TextVersion],
    text: TemplateText,
    waiting: Mapping[str, UUID],
) -> TextLine:
    state = TextState.SHIPPED
    if text.source in live.amended:
        state = TextState.AMENDED
    elif history(text, versions):
        state = TextState.OLDER
    return TextLine(
        text=text,
        title=text_title(text),
        wording=in_use(ctx, live, text),
        version=live.version_of(text.source),
        state=state,
        waits=waiting.get(text.name),
    )


def _version(known: People, live: bool) -> VersionLine:
    row, first, second = known
    one = store.version_of(row)
    return VersionLine(
        version=row.version,
        wording=one.wording,
        live=live,
        based_on_older=one.is_based_on_older,
        source=row.source,
        why=row.why,
        proposed_by=full_name(first.first_name, first.last_name),
        agreed_by=full_name(second.first_name, second.last_name),
        agreed_at=row.agreed_at,
    )


def _shipped(ctx: Context, text: TemplateText, live: bool) -> VersionLine:
    return VersionLine(
        version=AS_SHIPPED,
        wording=as_shipped(ctx, text),
        live=live,
        based_on_older=False,
        source=text.source,
        why="",
        proposed_by="",
        agreed_by="",
        agreed_at=None,
    )


def _beside(text: TemplateText) -> tuple[tuple[str, str], ...]:
    """The same message with or without the agreed word: who amends one looks at the other."""
    found = []
    for place in text.places:
        other = BY_NAME.get(f"{place.group}.{_SISTERS.get(place.part, '')}")
        if place.group in NOTICES and other is not None:
            found.append((other.name, text_title(other)))
    return tuple(found)
