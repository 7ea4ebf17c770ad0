"""Forms as XLSForm workbooks, in and out. Knows no database: a file becomes a FormSchema and findings, and back.

`reading.read(file, name=) -> Imported`, `writing.write(schema) -> bytes`; what becomes of each column: docs/xlsform.md.
"""
