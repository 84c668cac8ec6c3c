"""The import window: the source beside what was read from it, nothing changed before the last button."""
