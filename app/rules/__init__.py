"""The rules that ship with the program, read from its resources."""
