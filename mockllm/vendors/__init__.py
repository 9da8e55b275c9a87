"""Who serves the shapes: a package each, and the one table of them."""
