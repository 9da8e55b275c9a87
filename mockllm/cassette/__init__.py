"""Recorded exchanges: the file, matching a request to one, redaction, replay. Nothing here opens a socket."""
