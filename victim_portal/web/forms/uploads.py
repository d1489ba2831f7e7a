"""A file, and the token by which a form that is sent twice is done once."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from uuid import UUID, uuid4

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.validators import ValidationError

from victim_portal.web.forms.validators import Check, checks

UNREADABLE = "This form could not be read. Nothing was saved: send it again."


class Upload(FileField):
    """One file; `data` is its stream, or None. Only the name's ending is judged here."""

    data: FileStorage | None

    def __init__(
        self,
        label: str,
        *,
        endings: Sequence[str] = (),
        required: str | None = None,
        validators: Sequence[Check] = (),
        **more: Any,
    ) -> None:
        super().__init__(label, validators=checks(required, validators), **more)
        self.endings = tuple(ending.lower() for ending in endings)

    @property
    def accept(self) -> str | None:
        """The endings for the browser's own file dialogue."""
        return ",".join(self.endings) or None

    def pre_validate(self, form: Any) -> None:
        """Refuse a file of another ending, naming those that are taken."""
        if not self.data or not self.endings:
            return
        ending = PurePath(self.data.filename or "").suffix.lower()
        if ending not in self.endings:
            names = " or ".join(self.endings)
            raise ValidationError(f"The selected file must be a {names} file")


class OnceToken(Field):
    """A random id made when the form was shown: `data` is the key for doing it once.

    A double click or a reload sends the same id again, so that the service can answer with
    what it did the first time. A missing or broken id is refused, and a new one is shown.
    """

    data: UUID | None

    def __init__(self, **more: Any) -> None:
        more.setdefault("default", uuid4)
        super().__init__("", **more)
        self.broken = False

    def renew(self) -> None:
        """Take another id: what is sent next is another entry."""
        self.data = uuid4()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the id; anything else leaves a fresh one for the next try."""
        try:
            self.data = UUID(hex=valuelist[0] if valuelist else "")
        except ValueError:
            self.data = uuid4()
            self.broken = True

    def pre_validate(self, form: Any) -> None:
        """Refuse a form whose id was missing or changed."""
        if self.broken:
            raise ValidationError(UNREADABLE)

    @property
    def typed(self) -> str:
        """The id as text."""
        return str(self.data or "")
