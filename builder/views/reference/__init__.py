"""How figures are made, what was set aside, and the lists that debriefs choose from."""
