"""From notation to kernel terms: declarations, definitions, dependencies and readings."""
