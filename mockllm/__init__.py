"""A local server that speaks the HTTP APIs of language models exactly."""
