"""How numbers and arrays are written for people. The only place that rounds."""
