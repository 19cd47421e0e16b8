"""The filled partnerships of the walks; the attacks walk through the same world."""

from tests.walks.conftest import body, ines, other_world, today, world

__all__ = ["body", "ines", "other_world", "today", "world"]
