"""OpenAI: Chat Completions, Responses, embeddings, legacy completions, models."""
