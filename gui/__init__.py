"""The window: what the person sees and touches. Knows no SQL, no file format, no rule."""
