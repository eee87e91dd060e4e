"""The speed figures: one corpus, three programs that render it, and what each of them costs."""
