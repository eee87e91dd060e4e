"""What is published for programs: data files, the feed and the sitemap."""
