"""The rules of complaint handling: standard library only, no clock, no I/O, no Qt, no SQL."""
