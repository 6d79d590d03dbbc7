"""The encrypted database: journal tables, case rows, search."""
