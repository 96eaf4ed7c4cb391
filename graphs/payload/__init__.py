"""The payload: everything a page needs, as JSON-safe data."""
