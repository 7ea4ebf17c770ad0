"""From the text of a government document to its parts. Pure functions: no database, no request.

Front door: `parse.parse(text, source) -> document.Document`.
"""
