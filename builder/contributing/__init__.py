"""From what a contributor knows to a file in the repository, and what that file does to the bulletin."""
