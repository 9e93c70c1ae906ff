"""Those who are measured: this server, Django, PHP, and the two limits, all behind one nginx."""

import os
import pathlib
import re

from devstack.settings import CHECKOUT, operating_system_user
from devstack.stack import open_fastcgi_socket

from .place import BENCHMARKS

# In the order in which each round asks them.
OURS, DJANGO, PHP, ANSWER, SQL = "ours", "django", "php", "fastcgi", "sql"
# The two limits again, while the other one runs beside.
ANSWER_BESIDE, SQL_BESIDE = "fastcgi-beside", "sql-beside"
PORTS = {OURS: 0, DJANGO: 1, PHP: 2, ANSWER: 3}
TEMPLATES = CHECKOUT / "templates"
VENV = CHECKOUT / ".venv-bench" / "bin"
# What of a mail is written when it is queued; the rest waits for whoever sends it.
SUBJECTS = ("scheduled", "recruiter-scheduled")
ANSWER_THREADS = 4
# Django's advice for gunicorn is two workers a core and one; for two cores, with a thread each (`sync`).
GUNICORN_WORKERS = 2 * os.cpu_count() + 1


def start(place, database, workers):
    """Starts all of them on one database and returns the address of each by name."""
    ports = {name: place.port(number) for name, number in PORTS.items()}
    build_limits(place)
    sockets = {
        OURS: place.start_serve("serve", database, workers),
        DJANGO: start_django(place, database),
        PHP: start_php(place, database, workers),
        ANSWER: start_answer(place),
    }
    place.start("nginx", write_site(place, ports, sockets))
    for port in ports.values():
        place.wait_for_port("nginx", port)
    return {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}


def build_limits(place):
    """Compiles the two C programs."""
    for name, library in (("sql", "libmariadb"), ("answer", "fcgi")):
        flags = place.run(["pkg-config", "--cflags", "--libs", library]).split()
        source = BENCHMARKS / "peers" / "limits" / f"{name}.c"
        place.run(["gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", place.folder / name, source, *flags, "-lpthread"])


def peer_environment(place, database):
    environment = place.environment(database)
    return {
        "DATABASE_SOCKET": environment["DATABASE_SOCKET"],
        "DATABASE_USER": operating_system_user(),
        "BACKEND_URL": environment["BACKEND_URL"],
        "MEDIA_DIR": environment["MEDIA_DIR"],
        "SECRET_KEY": (place.folder / "secret-key").read_bytes().hex(),
    }


def start_django(place, database):
    path = place.socket("django")
    write_templates(place.folder / "templates-django", django_template, ".html")
    arguments = [
        VENV / "gunicorn", "peer.wsgi", f"--bind=unix:{path}", f"--workers={GUNICORN_WORKERS}", "--backlog=2048",
        "--worker-tmp-dir=/dev/shm", f"--chdir={BENCHMARKS / 'peers' / 'django'}", "--preload",
    ]  # fmt: skip
    environment = peer_environment(place, database) | {
        "MAIL_TEMPLATES": str(place.folder / "templates-django"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    place.start("django", arguments, environment)
    place.wait("django", path.exists)
    return path


PHP_CONFIGURATION = """\
[global]
error_log = /dev/stderr
daemonize = no
[www]
{user}
listen = {socket}
listen.backlog = 4096
listen.mode = 0660
pm = static
pm.max_children = {children}
clear_env = no
catch_workers_output = yes
php_admin_value[output_buffering] = 65536
php_admin_value[error_log] = /dev/stderr
php_admin_flag[log_errors] = on
"""


# What PHP's manual advises for production; these cannot be set for a pool.
OPCACHE = [
    "-dopcache.enable=1", "-dopcache.validate_timestamps=0", "-dopcache.jit=tracing", "-dopcache.jit_buffer_size=64M",
]  # fmt: skip


def start_php(place, database, children):
    path = place.socket("php")
    write_templates(place.folder / "templates-php", php_template, ".php")
    configuration = place.folder / "php-fpm.conf"
    user = "user = root\ngroup = root" if os.geteuid() == 0 else ""
    configuration.write_text(PHP_CONFIGURATION.format(socket=path, children=children, user=user))
    # The newest one that is installed: Debian puts the version into the name.
    program = max(pathlib.Path("/usr/sbin").glob("php-fpm*"))
    environment = peer_environment(place, database) | {"MAIL_TEMPLATES": str(place.folder / "templates-php")}
    as_root = ["--allow-to-run-as-root"] if os.geteuid() == 0 else []
    place.start("php", [program, "--fpm-config", configuration, *OPCACHE, *as_root], environment)
    place.wait("php", path.exists)
    return path


def start_answer(place):
    path = place.socket("answer")
    with open_fastcgi_socket(path) as listener:
        place.start("answer", [place.folder / "answer", ANSWER_THREADS], stdin=listener)
    return path


def write_site(place, ports, sockets):
    """Writes nginx's configuration and returns the command that runs it."""
    folder = place.folder / "nginx"
    (folder / "temporary").mkdir()
    (folder / "interviews").symlink_to(CHECKOUT / "nginx" / "snippets")
    values = {
        "USER": "user root;" if os.geteuid() == 0 else "",
        "FOLDER": folder,
        "CHECKOUT": CHECKOUT,
        "PHP_FOLDER": BENCHMARKS / "peers" / "php",
        "OURS_PORT": ports[OURS],
        "OURS_SOCKET": sockets[OURS],
        "DJANGO_PORT": ports[DJANGO],
        "DJANGO_SOCKET": sockets[DJANGO],
        "PHP_PORT": ports[PHP],
        "PHP_SOCKET": sockets[PHP],
        "ANSWER_PORT": ports[ANSWER],
        "ANSWER_SOCKET": sockets[ANSWER],
    }
    text = (BENCHMARKS / "nginx.conf.in").read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    (folder / "nginx.conf").write_text(text)
    return ["nginx", "-p", folder, "-c", folder / "nginx.conf", "-e", "stderr", "-g", "daemon off;"]


def write_templates(folder, translate, suffix):
    """The server's own templates in a peer's language, so that all of them render the same mails and pages."""
    sources = [
        (TEMPLATES / "mail" / "en" / name / "subject.mustache", f"{name}/subject") for name in SUBJECTS
    ]
    sources.append((TEMPLATES / "portal.mustache", "portal"))
    for source, name in sources:
        path = folder / f"{name}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(translate(with_partials(source.read_text())))


def with_partials(text):
    def partial(found):
        return with_partials((TEMPLATES / f"{found[1]}.mustache").read_text())

    without_comments = re.sub(r"\{\{!.*?\}\}\n?", "", text, flags=re.DOTALL)
    return re.sub(r"\{\{> ([a-z/-]+)\}\}\n?", partial, without_comments)


def django_template(text):
    text = re.sub(r"\{\{#(\w+_points)\}\}(.*?)\{\{/\1\}\}", django_list, text, flags=re.DOTALL)
    text = re.sub(r"\{\{#(\w+)\}\}", r"{% if \1 %}", text)
    text = re.sub(r"\{\{\^(\w+)\}\}", r"{% if not \1 %}", text)
    text = re.sub(r"\{\{/\w+\}\}", "{% endif %}", text)
    return re.sub(r"\{\{\{(\w+)\}\}\}", r"{{ \1|safe }}", text)


def django_list(found):
    """A section whose value is a list; what stands in it are the entries' own fields."""
    return f"{{% for each in {found[1]} %}}" + re.sub(r"\{\{(\w+)\}\}", r"{{ each.\1 }}", found[2]) + "{% endfor %}"


def php_list(found):
    entry = re.sub(r"\{\{(\w+)\}\}", r"<?= htmlspecialchars($each['\1']) ?>", found[2])
    return f"<?php foreach ($words['{found[1]}'] as $each): ?>{entry}<?php endforeach ?>"


def php_template(text):
    text = re.sub(r"\{\{#(\w+_points)\}\}(.*?)\{\{/\1\}\}", php_list, text, flags=re.DOTALL)
    text = re.sub(r"\{\{#(\w+)\}\}", r"<?php if (!empty($words['\1'])): ?>", text)
    text = re.sub(r"\{\{\^(\w+)\}\}", r"<?php if (empty($words['\1'])): ?>", text)
    text = re.sub(r"\{\{/\w+\}\}", "<?php endif ?>", text)
    text = re.sub(r"\{\{\{(\w+)\}\}\}", r"<?= $words['\1'] ?? '' ?>", text)
    text = re.sub(r"\{\{(\w+)\}\}", r"<?= htmlspecialchars($words['\1'] ?? '') ?>", text)
    # PHP swallows the end of the line behind its tag.
    return text.replace("?>\n", "?>\n\n")
