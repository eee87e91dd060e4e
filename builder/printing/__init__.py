"""From views to files: the templates' environment, the leaf pages, and the swap of whole sites."""
