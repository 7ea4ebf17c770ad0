"""Papers of many cases as one table file, for whoever may see the cases, as far as they may read them."""
