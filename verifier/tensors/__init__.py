"""Matrix claims for all shapes: shapes, matrix expressions, their entries, and the decision."""
