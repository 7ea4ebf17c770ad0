"""The words of texts as they are compared, and the tables that find them. Knows no page."""
