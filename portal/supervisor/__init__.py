"""`python -m portal.supervisor`: everything a portal needs on one machine, started and kept running by one command."""
