"""The way through: place, sources, ask, turns, reply."""
