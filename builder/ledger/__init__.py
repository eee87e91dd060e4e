"""What was promised, asked, answered and bet: worked out from files, printed editions and the date of the data."""
