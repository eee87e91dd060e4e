"""What every room stands on: the cache, processes, and errors that a user may read."""
