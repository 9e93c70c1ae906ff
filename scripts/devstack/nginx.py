"""The stack's nginx: its configuration, rendered from nginx/dev.conf.in, and its folders."""

import os
import socket

from .settings import CHECKOUT

TEMPLATE = CHECKOUT / "nginx" / "dev.conf.in"


def prepare_site(settings):
    """Writes the configuration anew and returns the command that runs nginx with it."""
    folder = settings.state / "nginx"
    (folder / "temporary").mkdir(parents=True, exist_ok=True)
    # The shared snippets are included by the name they have in production, relative to the configuration.
    snippets = folder / "interviews"
    snippets.unlink(missing_ok=True)
    snippets.symlink_to(CHECKOUT / "nginx" / "snippets")

    listen = [f"listen 127.0.0.1:{settings.port};"]
    if _has_ipv6_loopback():
        listen.append(f"listen [::1]:{settings.port};")
    values = {
        "USER": "user root;" if os.geteuid() == 0 else "",
        "FOLDER": folder,
        "LISTEN": " ".join(listen),
        "FASTCGI_SOCKET": settings.socket("fastcgi"),
        "CHECKOUT": CHECKOUT,
        "MEDIA": settings.media_folder,
    }
    text = TEMPLATE.read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    configuration = folder / "nginx.conf"
    configuration.write_text(text)
    return ["nginx", "-p", folder, "-c", configuration, "-e", "stderr", "-g", "daemon off;"]


def port_is_free(port):
    """Whether nginx or the mail server could listen there."""
    addresses = [(socket.AF_INET, "127.0.0.1")]
    if _has_ipv6_loopback():
        addresses.append((socket.AF_INET6, "::1"))
    for family, address in addresses:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
                # Binding succeeds beside a listener on the wildcard address; listening does not.
                probe.listen()
            except OSError:
                return False
    return True


def is_listened_on(port):
    """Whether a connection is taken; unlike `port_is_free` it never stands in the way of who is about to listen."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    except OSError:
        return False


def _has_ipv6_loopback():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False
