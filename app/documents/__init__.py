"""Papers as PDF: plain data in, bytes out."""
