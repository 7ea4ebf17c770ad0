"""What the printing process adds to WeasyPrint 70. No Django: it runs in that process only."""
