"""Policy documents on paper, as GB/T 9704-2012 has them, and as data. Front door: `printing.printed(page)`."""
