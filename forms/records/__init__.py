"""Living records of registers: opened by one form, looked up, filled in from and revised by others."""
