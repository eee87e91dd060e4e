"""What a command says: as text, JSON, for GitHub and GitLab, as SARIF, Markdown and e-mail."""
