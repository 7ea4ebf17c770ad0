"""Finding cases by what only their sealed papers say: `typed` reads what somebody means, `finding` looks for it."""
