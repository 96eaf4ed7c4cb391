"""Python's functions and methods over things, one row each: a handler's signature is its own.

A handler gets the reading and the place first. It gives a thing, or is a visit that does.
"""
