"""Requests and responses: the table of fields, errors, headers, rate limits."""
