"""Pictures made of several parts: rows that wrap like text, and lines closed into cards."""
