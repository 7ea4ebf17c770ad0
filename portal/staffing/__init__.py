"""Looking after people and posts: absences, posts that end, lists from Excel, sign-in sheets."""
