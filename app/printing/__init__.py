"""Printers, the print queue and previews of what will come out."""
