"""From what a contributor knows to a new file in the repository: questions, choices, the check of a draft."""
