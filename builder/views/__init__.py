"""What templates may see: frozen, sorted and worded, so that no filtering or arithmetic is left to do there."""
