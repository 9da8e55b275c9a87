"""`make bench`: mockllm against a bare aiohttp handler that returns the same bytes in one write."""
