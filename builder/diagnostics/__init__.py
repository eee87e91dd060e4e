"""What the builder has to say about content: values with a place, a stable code and a way out."""

# Codes stand where they are given: here, one module a family, those of single files, fields and
# closed editions; those of rules beside their rules, in `schema/` and in `reading/rules/`.

from __future__ import annotations

from builder.diagnostics.diagnostic import ERROR, WARNING, Code, Diagnostic, Place, Severity, errors_in

__all__ = ["ERROR", "WARNING", "Code", "Diagnostic", "Place", "Severity", "errors_in"]
