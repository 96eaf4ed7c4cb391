"""Names without a value: the shapes that are guessed for them, and what they are filled with."""
