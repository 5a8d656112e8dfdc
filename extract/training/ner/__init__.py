"""The recipe of the recogniser of names: gold articles, word classes and lists → `build/model/ner`."""
