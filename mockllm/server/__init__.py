"""The shell: requests off sockets, replies onto them."""
