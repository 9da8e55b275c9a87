"""Prediction Guard: Responses, Chat Completions and models, with safeguards."""
