"""The statute's table: one model, three views that scroll apart, heads and stub painted from the same boxes."""
