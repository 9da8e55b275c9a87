"""AIandGPU: a gateway that serves all three shapes, and makes messages as tasks where that is asked for."""
