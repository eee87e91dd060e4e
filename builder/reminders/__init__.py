"""What waits for whom, by department; and for one rep, the deals without a debrief."""
