"""The way to the real services: which request goes where, how it is sent, how its answer comes back as it arrives."""
