"""The language: which text is a program, and what each part of it does to the graph."""
