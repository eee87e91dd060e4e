"""The figures: counts in SQL, inference in Python, the floor under both, and their catalogue."""
