"""Workflows in the formats of other tools, in and out. Knows no database: a file becomes a WorkflowSchema and findings.

`bpmn.reading.read(content, name=) -> Imported`, `bpmn.writing.write(schema) -> bytes`, `scxml.reading.read(…)`.
What becomes of what: docs/bpmn.md.
"""
