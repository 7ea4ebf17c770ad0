"""How quick and how large the running portal is. `make bench` prints it and keeps it in docs/benchmarks.md.

Nothing here is a test: figures depend on the machine, so none is asserted. What counts is their relation to the
yardsticks of the same run, and the time on the processor, which neighbours disturb least.
"""
