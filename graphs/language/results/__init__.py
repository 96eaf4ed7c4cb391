"""Which value of a text is its output, and what is drawn."""
