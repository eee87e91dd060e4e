"""What several pages show: words, quotes, charts, lists, headlines."""
