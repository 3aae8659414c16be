"""The changes that can be asked of a plan, for whoever reads them from people."""

from planner.replan.changes import Absent, AddGroup, Asked, Busy, Cancel, Close, Move

__all__ = ["Absent", "AddGroup", "Asked", "Busy", "Cancel", "Close", "Move"]
