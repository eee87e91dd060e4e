"""A theme's page, the list of themes, and the matrix."""
