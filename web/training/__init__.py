"""Runs of training on the server: their processes, their files, what a page is told of them."""
