"""The pages behind the numbers."""
