"""What a case is made of: plain frozen records, one module per part of its life."""
