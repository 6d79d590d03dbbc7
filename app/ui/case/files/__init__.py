"""The files of a case: adding, looking at, setting aside and giving out."""
