"""AIandGPU: the gateway that offers all three shapes."""
