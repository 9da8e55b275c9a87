"""Every refusal that the references of the services give, asked over HTTP and through the SDKs."""
