"""`jiesu bench`: speed against floors that are measured in the same run."""
