"""The page of one area: its words, its map, and what the officer says of it."""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.ports import MapPicture
from victim_portal.services import zones
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.zones import ZoneView
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import Hidden, Pick, PortalForm, Tick
from victim_portal.web.officer.representations.finding import home, refuse
from victim_portal.web.officer.zones.base_map import picture


class JudgeForm(PortalForm):
    """What an officer says of a map after looking at it."""

    row_version = Hidden()
    shows_home = Pick(
        "Does this map give away where the victim lives?",
        (
            ("no", "No"),
            ("yes", "Yes, or it could be worked out from it"),
        ),
        required="Choose whether the map gives away where the victim lives",
        description="Look at its shape, at its middle, and at what is marked on it. Think of what "
        "the offender knows already.",
    )
    agreed = Tick("The victim agrees that the offender gets this map")

    def show(self, view: ZoneView) -> None:
        """Start from what was said, where it was said of this map beside these words."""
        self.row_version.data = str(view.row_version)
        if view.shows_home is not None and not view.words_changed:
            self.shows_home.process_data("yes" if view.shows_home else "no")
            self.agreed.data = view.agreed


def show_zone(reference: str, number: int, area: int) -> ResponseReturnValue:
    """Show an area with its map; record what the officer says of it."""
    view = zones.zone_view(ctx(), actor(), reference, number, area)
    form = JudgeForm()
    if form.validate_on_submit():
        try:
            zones.judge_map(
                ctx(),
                actor(),
                reference,
                number,
                area,
                shows_home=form.shows_home.data == "yes",
                agreed=form.agreed.data,
                seen_version=form.seen_version("row_version"),
            )
        except (InvalidError, ConflictError) as error:
            refuse(form, error)
            if isinstance(error, ConflictError):
                form.row_version.data = str(view.row_version)
        else:
            return answers.done(*_after(reference, number, area, form))
    elif not form.is_submitted():
        form.show(view)
    return render_template(
        "officer/zones/show.html",
        form=form,
        view=view,
        reference=reference,
        back_href=home(reference),
    )


def show_zone_figure(reference: str, number: int, area: int) -> Response:
    """The map of an area as a picture."""
    figure = zones.zone_figure(ctx(), actor(), reference, number, area)
    return picture(MapPicture(figure.drawing.encode("utf-8"), "image/svg+xml"))


def _after(reference: str, number: int, area: int, form: JudgeForm) -> tuple[str, str]:
    """Where to go on, and what was done: a map that gives her home away is drawn again."""
    if form.shows_home.data == "yes":
        again = url_for("officer.show_zone", reference=reference, number=number, area=area)
        return again, "Recorded. This map goes to nobody: draw or upload another one."
    if not form.agreed.data:
        return home(reference), "Recorded. The map goes to nobody until the victim agrees to it."
    return home(reference), "Recorded: the victim agrees to this map."
