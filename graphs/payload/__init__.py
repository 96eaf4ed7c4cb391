"""What a page is told, as JSON-safe data."""
