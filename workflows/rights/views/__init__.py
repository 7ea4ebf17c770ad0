"""Pages of the desk under `/desk/rights/`."""
