"""Initiatives and their bets: each by itself, and all of them."""
