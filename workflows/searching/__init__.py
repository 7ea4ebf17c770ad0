"""Finding cases by what only their sealed papers say: `query` reads what somebody means, `finding` looks for it."""
