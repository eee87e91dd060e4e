"""From files to a corpus of trusted values, with every fault told and nothing dropped."""
