"""What is said of an error: the names, shapes and signs that were meant, and mends."""
