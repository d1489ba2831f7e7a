"""Told and not told: who knows of what is ahead, and whom it could surprise."""

from victim_portal.services.told.board import told_board
from victim_portal.services.told.values import Board, Line, Shown

__all__ = ["Board", "Line", "Shown", "told_board"]
