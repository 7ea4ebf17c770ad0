"""A demo prefecture: 禾川市, invented as a whole. `load(size)` in loading.py is the front door."""
