"""Who does the work: worker processes that can be killed, and the table of their jobs."""
