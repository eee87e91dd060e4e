"""What templates may see: frozen, sorted, worded. No filtering or arithmetic is left to do there."""
