"""What students get wrong, as mutations of the gates' rules: one table for the check's causes and
for answers in class."""

from graphs.misconceptions.answers import misconceptions

__all__ = ["misconceptions"]
