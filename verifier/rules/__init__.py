"""The named rules of calculus and algebra, one row each, and the matcher that applies them."""
