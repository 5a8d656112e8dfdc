"""The recipe for the weights of `extract.choice`."""
