"""Graph → picture: one layout for a structure, the states and texts of its marks for each step."""
