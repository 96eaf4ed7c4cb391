"""Graph → picture: geometry once for a structure, the marks' states and texts step by step."""
