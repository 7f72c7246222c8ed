"""What the numbers of the charts mean: definitions, formulas and the counting. Loads numpy, so only when needed."""
