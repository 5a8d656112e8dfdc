"""The recipe of speech: reference annotations → weights that tell who speaks, what is stated, whose claim a fact is."""
