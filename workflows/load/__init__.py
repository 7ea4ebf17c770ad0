"""Many invented cases, to see how the portal bears a province's load. `make(cases)` in making.py is the front door."""
