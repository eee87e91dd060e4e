"""From views to files: the templates' environment, static pages, and the site written beside the one that is seen."""
