"""Scenarios: what the model says and does, written down once and played in every shape."""
