"""The expression language: parse, check, evaluate, explain. Pure code: no models, no request, no clock.

What each operator means, and where the ODK engines differ and we had to decide, is in docs/expressions.md.
"""
