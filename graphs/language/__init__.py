"""The language: reads the text of a program into a graph."""
