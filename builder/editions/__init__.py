"""The calendar of editions: which debrief belongs to which, what is closed, what came late."""

from __future__ import annotations

from builder.editions.arrangement import arrange
from builder.editions.calendar import Calendar, Period
from builder.editions.schedule import Edition, Schedule

__all__ = ["Calendar", "Edition", "Period", "Schedule", "arrange"]
