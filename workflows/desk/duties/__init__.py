"""What is owed on records, at the desk: what to do, what was missed, how much of it is done."""
