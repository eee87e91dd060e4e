"""The front page, which is the page of every edition, and the list of editions."""
