"""What the workflows floor does on news from the floors below."""
