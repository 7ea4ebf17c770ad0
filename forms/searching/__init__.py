"""What somebody means who searches for a person, and how often they may."""
