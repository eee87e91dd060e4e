"""What leadership owes an answer, and what it answered."""
