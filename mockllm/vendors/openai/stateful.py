"""The routes of all that OpenAI remembers."""

from mockllm.vendors.openai import compact, conversations, stored_chats, stored_responses

__all__ = ["ROUTES"]

ROUTES = (*compact.ROUTES, *stored_responses.ROUTES, *conversations.ROUTES, *stored_chats.ROUTES)
