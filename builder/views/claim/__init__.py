"""Sales claims, tested deal by deal."""
