"""From files to a corpus: found, read, checked against each other, none dropped."""
