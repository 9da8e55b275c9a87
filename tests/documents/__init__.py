"""One test for each field of each of the five API documents that mockllm was made for."""
