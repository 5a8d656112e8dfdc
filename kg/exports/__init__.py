"""The graph in the formats of other tools. Each keeps how sure and by whose word, or leaves out and says so."""
