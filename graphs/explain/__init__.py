"""Step → sentence and mathematics; for arrays the rule, the shapes and the Jacobian."""
