"""Two policy documents beside each other: what one has of the other, what it changes, adds and leaves out."""
