"""Who has which duty by a document: unit × clause, to be read, taken away as a file, and worked with.

Only what is printed or confirmed is ever here: `outline` of a policy page holds nothing else.
"""
