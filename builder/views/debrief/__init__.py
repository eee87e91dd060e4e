"""A debrief's page, what it counts in, and the lists of debriefs."""
