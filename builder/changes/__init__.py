"""Two versions of a bulletin compared: the effect of a change, and of other themes."""
