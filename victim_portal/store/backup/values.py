"""Values as they stand in a backup: what JSON doesn't know is text, by its column's type."""

import base64
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, LargeBinary, Uuid

from victim_portal.store.columns import UtcDateTime


def packed(column: Column[Any], value: Any) -> Any:
    """A value for the file."""
    if value is None:
        return None
    match column.type:
        case Uuid():
            return str(value)
        case UtcDateTime() | Date():
            return value.isoformat()
        case LargeBinary():
            return base64.b64encode(value).decode("ascii")
    return value


def unpacked(column: Column[Any], value: Any) -> Any:
    """A value from the file."""
    if value is None:
        return None
    match column.type:
        case Uuid():
            return UUID(value)
        case UtcDateTime():
            return datetime.fromisoformat(value)
        case Date():
            return date.fromisoformat(value)
        case LargeBinary():
            return base64.b64decode(value)
    return value
