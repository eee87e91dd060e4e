"""Contributed Markdown: to safe HTML, and to the plain words in which names are looked for."""
