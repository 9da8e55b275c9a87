"""A certificate of our own making for localhost."""

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

__all__ = ["certified", "needs_openssl"]

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not there to make a certificate")


def certified(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """The certificate, which is its own authority, and what a server with it needs."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return certificate, context
