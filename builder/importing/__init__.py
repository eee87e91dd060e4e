"""From an export of a CRM or a form to closed deals, debriefs and drafts, by a map that says which column is what."""
