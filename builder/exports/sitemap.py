"""The sitemap: every page's address."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape


def sitemap(site_url: str, addresses: Iterable[str]) -> str:
    """The sitemap as XML, sorted; without dates, so that it depends on the pages alone."""
    urls = "\n".join(f"  <url><loc>{escape(site_url + address)}</loc></url>" for address in sorted(set(addresses)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}\n</urlset>\n'
    )
