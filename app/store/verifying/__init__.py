"""The parts of a verification: the chain, what each entry says, what stands outside the database, what is derived."""
