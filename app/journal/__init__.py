"""What an entry is: envelope, encoding, hash chain, signature. The contract between branch and headquarters; no I/O."""
