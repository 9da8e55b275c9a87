"""Anthropic: Messages, token counts, batches, files, models."""
