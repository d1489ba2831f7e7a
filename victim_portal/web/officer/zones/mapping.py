"""Giving an area its map: drawn or typed, or uploaded; and taking it away."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from victim_portal.domain.zones import (
    Circle,
    Shape,
    ShapeError,
    grid_svg,
    read_circle,
    read_corners,
)
from victim_portal.domain.zones.reading import LONGEST_TYPED
from victim_portal.ports import BaseMap
from victim_portal.services import zones
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.zones import ZoneView
from victim_portal.web import answers
from victim_portal.web.context import actor, ctx
from victim_portal.web.forms import Hidden, LongText, Option, Pick, PortalForm, Text, Upload
from victim_portal.web.officer.representations.finding import refuse

SAVED = "The map was saved. Look at it, and answer the questions below it."
OUTLINE, CIRCLE = "outline", "circle"
ENDINGS = (".pdf", ".png", ".jpg", ".jpeg")


class DrawForm(PortalForm):
    """An area by its corners, or by a centre and a radius."""

    row_version = Hidden()
    kind = Pick(
        "What shape is the area?",
        (
            Option(OUTLINE, "An outline along roads", "It tells least about where she lives"),
            Option(CIRCLE, "A circle", "Its middle is easily found"),
        ),
        required="Choose the shape of the area",
    )
    corners = LongText(
        "Corners of the outline",
        limit=LONGEST_TYPED,
        description="One on a line, latitude first, in order all the way round. For example "
        "51.508100, -0.075900",
    )
    centre = Text("Centre of the circle", limit=60, description="Latitude first")
    radius = Text("Radius in metres", limit=20)

    def shape(self) -> Shape | None:
        """What was typed or drawn; says what is wrong with it beside its box."""
        try:
            if self.kind.data == CIRCLE:
                return read_circle(self.centre.data, self.radius.data)
            return read_corners(self.corners.data)
        except ShapeError as error:
            self.add_problems({self._box_of(error): str(error)})
            return None

    def say(self, error: InvalidError) -> None:
        """Put a refusal beside the box that it is about."""
        if "shape" in error.problems:
            about = self.centre if self.kind.data == CIRCLE else self.corners
            if "radius" in error.problems["shape"]:
                about = self.radius
            self.add_problems({about.name: error.problems["shape"]})
        else:
            refuse(self, error)

    def show(self, view: ZoneView) -> None:
        """Start from the shape that is there."""
        self.row_version.data = str(view.row_version)
        shape = view.shape
        self.kind.process_data(CIRCLE if isinstance(shape, Circle) else OUTLINE)
        if isinstance(shape, Circle):
            self.centre.data, self.radius.data = shape.centre.in_words(), str(shape.radius)
        elif shape is not None:
            self.corners.data = "\n".join(one.in_words() for one in shape.corners)

    def _box_of(self, error: ShapeError) -> str:
        if self.kind.data != CIRCLE:
            return "corners"
        return "radius" if "radius" in str(error) else "centre"


class UploadForm(PortalForm):
    """A map as a file."""

    row_version = Hidden()
    file = Upload("Map", endings=ENDINGS, required="Choose a PDF, PNG or JPEG file")


def draw_zone(reference: str, number: int, area: int) -> ResponseReturnValue:
    """Draw the area on the base map, or type its corners; both are the same form."""
    view, base = _open(reference, number, area), ctx().base_map
    if base is None:
        abort(404)
    form = DrawForm()
    if form.validate_on_submit():
        shape = form.shape()
        if shape is not None:
            try:
                seen = form.seen_version("row_version")
                zones.draw_map(ctx(), actor(), reference, number, area, shape, seen)
            except InvalidError as error:
                form.say(error)
            except ConflictError as error:
                _begin_again(form, error, view)
            else:
                return answers.done(_page_of(reference, number, area), SAVED)
    elif not form.is_submitted():
        form.show(view)
    return render_template(
        "officer/zones/draw.html",
        form=form,
        view=view,
        base=base,
        grid=_grid(base),
        tiles=_tiles() if base.tiled else "",
        reference=reference,
        back_href=_page_of(reference, number, area),
    )


def upload_zone(reference: str, number: int, area: int) -> ResponseReturnValue:
    """Upload a map of the area; it is drawn anew, and the file isn't kept."""
    view = _open(reference, number, area)
    form = UploadForm()
    if form.validate_on_submit() and form.file.data is not None:
        try:
            seen = form.seen_version("row_version")
            content = form.file.data.read()
            zones.upload_map(ctx(), actor(), reference, number, area, content, seen)
        except InvalidError as error:
            refuse(form, error)
        except ConflictError as error:
            _begin_again(form, error, view)
        else:
            return answers.done(_page_of(reference, number, area), SAVED)
    elif not form.is_submitted():
        form.row_version.data = str(view.row_version)
    return render_template(
        "officer/zones/upload.html",
        form=form,
        view=view,
        reference=reference,
        back_href=_page_of(reference, number, area),
    )


def remove_zone(reference: str, number: int, area: int) -> ResponseReturnValue:
    """Take the map of an area away; its words stay."""
    here = _page_of(reference, number, area)
    typed = request.form.get("row_version", "")
    seen = int(typed) if typed.isdecimal() and len(typed) < 9 else -1
    try:
        zones.remove_map(ctx(), actor(), reference, number, area, seen)
    except (InvalidError, ConflictError) as error:
        return answers.back_to(here, error)
    return answers.done(here, "The map was taken away. The description stays.")


def _open(reference: str, number: int, area: int) -> ZoneView:
    """An area whose map can still be changed; otherwise there is no such page."""
    view = zones.zone_view(ctx(), actor(), reference, number, area)
    return view if view.may_change else abort(404)


def _begin_again(form: DrawForm | UploadForm, error: ConflictError, view: ZoneView) -> None:
    """Say that somebody was faster; what is sent next is sent after looking at it."""
    refuse(form, error)
    form.row_version.data = str(view.row_version)


def _page_of(reference: str, number: int, area: int) -> str:
    return url_for("officer.show_zone", reference=reference, number=number, area=area)


def _tiles() -> str:
    """The address of tiles with the gaps that a map in the browser fills."""
    whole: str = url_for("officer.show_base_tile", zoom=0, x=0, y=0)
    return whole.removesuffix("/0/0/0") + "/{z}/{x}/{y}"


def _grid(base: BaseMap) -> Markup | None:
    """The base map with its coordinates, for whoever types them; tiles have too many parts."""
    if base.tiled:
        return None
    said = "The base map with its latitudes and longitudes."
    # Our own drawing: numbers, and the address of the picture.
    return Markup(grid_svg(base.bounds, url_for("officer.show_base_map"), said))  # noqa: S704
