"""Is Bondgenoot healthy? Exit code 0 when the address answers 200, else 1 with the reason.

Standard library only: the container and script/server ask this every few seconds. It asks as the proxy would (https),
with the first allowed host as name, and follows no redirect, so it works in every installation.
"""

import http.client
import os
import sys
from urllib.parse import urlsplit

SECONDS = 5


def status(address: str) -> int:
    """Return the HTTP status of a GET on an http address; raise OSError or HTTPException when nothing answers."""
    parts = urlsplit(address)
    allowed = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip()
    host = allowed if allowed and not allowed.startswith(("*", ".")) else parts.netloc
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=SECONDS)
    try:
        connection.request("GET", parts.path or "/", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status
    finally:
        connection.close()


def main() -> int:
    """Ask the address given as only argument."""
    if len(sys.argv) != 2:
        print("Usage: script/healthy.py http://127.0.0.1:8000/healthz", file=sys.stderr)
        return 2
    try:
        answer = status(sys.argv[1])
    except (OSError, http.client.HTTPException) as error:
        print(f"No answer: {error}", file=sys.stderr)
        return 1
    if answer != http.client.OK:
        print(f"Answer {answer}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
