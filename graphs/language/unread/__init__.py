"""What is not read: libraries, files, command lines, and what of a text is left out for them."""
