"""Files of a case: what they really are, whether they may come in, how they look, what leaves the house of them.

Bytes in, verdict out: nothing here reads or writes a disk.
"""
