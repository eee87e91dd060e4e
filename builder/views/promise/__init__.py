"""Promises: each by itself, and all of them."""
