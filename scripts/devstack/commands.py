"""What each command of ./dev does; each returns the exit status."""

import dataclasses
import email
import email.policy
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse

from .processes import role_of
from .settings import CHECKOUT, DATABASE, StackError, names_relay
from .stack import STOP_ORDER, Stack, clean_up, marker_of
from .supervisor import Stopped, Supervisor, holder_of_lock, take_lock

START_SECONDS = 240
STOP_SECONDS = 120


def build(settings, arguments):
    if settings.build != "none":
        command = ["swift", "build", "--configuration", settings.build, "--product", "interviews"]
        if settings.build == "release":
            # As it is packaged: it runs where no Swift is, and starts sooner.
            command.append("--static-swift-stdlib")
        print(f"dev: {' '.join(command)}", flush=True)
        if subprocess.run(command, cwd=CHECKOUT, stdin=subprocess.DEVNULL).returncode != 0:
            raise StackError("The program does not build; the compiler's reason stands above.")
    return 0


def run(settings, arguments):
    prepare_state(settings)
    if not lock_is_free(settings):
        raise StackError(f"The stack in {settings.state} is running already: ./dev down stops it.")
    build(settings, arguments)
    return keep_running(settings, to_terminal=True, report=lambda description, reason: say_outcome(description, reason))


def up(settings, arguments):
    prepare_state(settings)
    if not lock_is_free(settings):
        if not wait_for(lambda: is_ready(settings) or lock_is_free(settings), START_SECONDS):
            raise StackError(f"A stack in {settings.state} is starting or stopping, and does not come to an end of it.")
        if is_ready(settings):
            print("dev: the stack is up already")
            print(summary(json.loads(settings.description_file.read_text()), is_new=False))
            return 0
    build(settings, arguments)

    read_end, write_end = os.pipe()
    with open(settings.state / "log" / "dev.log", "ab") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "devstack", "supervise", str(write_end)],
            cwd=CHECKOUT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            pass_fds=[write_end], start_new_session=True,
        )  # fmt: skip
    os.close(write_end)
    with open(read_end, encoding="utf-8") as report:
        said = report.read()
    if not said:
        raise StackError(f"The stack ended with status {child.wait()}; {settings.log_file.parent} may say why.")
    outcome = json.loads(said)
    if outcome["reason"]:
        child.wait()
    return say_outcome(outcome["description"], outcome["reason"])


def supervise(settings, arguments):
    def report(description, reason):
        with open(arguments.report, "w", encoding="utf-8") as pipe:
            json.dump({"description": description, "reason": reason}, pipe)

    os.set_inheritable(arguments.report, False)
    return keep_running(settings, to_terminal=False, report=report)


def keep_running(settings, to_terminal, report):
    """Starts the stack, reports how that went, and keeps it until told to stop."""
    os.umask(0o077)
    if not take_lock(settings.state / "lock"):
        report(None, f"Another stack in {settings.state} was quicker.")
        return 1
    settings.status_file.unlink(missing_ok=True)
    left_behind = clean_up(settings)
    members = os.open(marker_of(settings), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    supervisor = Supervisor(settings, members, to_terminal)
    if left_behind:
        supervisor.say(f"ended {left_behind} processes that an earlier run had left behind")
    reason = None
    try:
        description = Stack(settings, supervisor).start()
        supervisor.is_ready = True
        supervisor.write_status()
        report(description, None)
        supervisor.serve_forever()
    except StackError as error:
        reason = str(error)
    except Stopped:
        reason = "It was stopped before it was up."
    finally:
        supervisor.stop(STOP_ORDER)
        settings.status_file.unlink(missing_ok=True)
    if reason:
        supervisor.say(reason)
        report(None, reason)
        return 1
    return 0


def down(settings, arguments):
    if not settings.state.exists():
        return 0
    supervisor = holder_of_lock(settings.state / "lock")
    if supervisor is None:
        clean_up(settings)
        print("dev: the stack is not running")
        return 0
    os.kill(supervisor, signal.SIGTERM)
    if not wait_for(lambda: lock_is_free(settings), STOP_SECONDS):
        os.kill(supervisor, signal.SIGKILL)
        clean_up(settings)
    print("dev: stopped")
    return 0


def status(settings, arguments):
    found = read_status(settings)
    if arguments.json:
        print(json.dumps(found or {"ready": False, "processes": {}}, indent=2))
    elif found is None:
        print("dev: the stack is not running")
    else:
        print(f"{'up' if found['ready'] else 'starting or stopping'}: {found['url']} (supervisor {found['pid']})")
        for name, process in found["processes"].items():
            now = f"process {process['pid']}" if process["pid"] else "not running"
            print(f"  {name:<9} {now}, {process['restarts']} restarts")
    return 0 if found and found["ready"] else 1


def logs(settings, arguments):
    def wanted(line):
        name = line[13:].split("|", 1)[0].strip()
        return not arguments.names or name in arguments.names or role_of(name) in arguments.names

    try:
        file = open(settings.log_file, encoding="utf-8", errors="replace")
    except FileNotFoundError:
        raise StackError(f"There is no log in {settings.state} yet.") from None
    known = {*STOP_ORDER, "dev"}
    if unknown := [name for name in arguments.names if role_of(name) not in known]:
        raise StackError(f"There is no {unknown[0]} here: {', '.join(sorted(known))}.")
    with file:
        lines = [line for line in file if wanted(line)]
        sys.stdout.writelines(lines[-arguments.lines :])
        try:
            while arguments.follow:
                sys.stdout.flush()
                line = file.readline()
                if not line:
                    time.sleep(0.2)
                elif wanted(line):
                    sys.stdout.write(line)
        except KeyboardInterrupt:
            pass
    return 0


def restart(settings, arguments):
    found = read_status(settings)
    if not found or not found["ready"]:
        raise StackError("The stack is not up.")
    for name in [name for name in found["processes"] if role_of(name) == arguments.name]:
        before = found["processes"][name]["pid"]
        if before:
            os.kill(before, signal.SIGQUIT if name == "nginx" else signal.SIGTERM)

        def is_new():
            now = (read_status(settings) or found)["processes"][name]["pid"]
            return now is not None and now != before

        if not wait_for(is_new, 60):
            raise StackError(f"{name} has not come back; ./dev logs {name} may say why.")
        print(f"dev: {name} restarted")
    return 0


def reset(settings, arguments):
    down(settings, arguments)
    if not settings.state.exists():
        return 0
    if not take_lock(settings.state / "lock"):
        raise StackError(f"Something has just started a stack in {settings.state}.")
    sockets = settings.state / "sockets"
    if sockets.is_symlink():
        shutil.rmtree(os.path.realpath(sockets), ignore_errors=True)
        sockets.unlink()
    for name in ("db", "db.new", "db.tmp", "log", "mail", "media", "nginx", "secrets", "sockets", "tls"):
        shutil.rmtree(settings.state / name, ignore_errors=True)
    for name in ("db.cnf", "demo.json", "status.json", "members", "lock"):
        (settings.state / name).unlink(missing_ok=True)
    if not any(settings.state.iterdir()):
        settings.state.rmdir()
    print(f"dev: {settings.state} is empty")
    return 0


def sql(settings, arguments):
    os.execvp(
        "mariadb",
        ["mariadb", "--no-defaults", f"--socket={settings.socket('database')}", DATABASE, *arguments.arguments],
    )


def execute(settings, arguments):
    if not settings.secret_key_file.exists():
        raise StackError("This stack has not been up yet, so it has no settings: ./dev up starts it.")
    program, *rest = arguments.arguments
    if program == "interviews":
        program = str(program_of(settings))
    os.chdir(CHECKOUT)
    try:
        os.execvpe(program, [program, *rest], as_started(settings).program_environment())
    except OSError as error:
        raise StackError(f"{program} cannot be run: {error.strerror}.") from None


def as_started(settings):
    """With the ports that the stack was started with last, but for those that the environment names."""
    found = last_description(settings)
    if os.environ.get("PORT") or not found:
        return settings
    ports = {
        "port": ("PORT", urllib.parse.urlsplit(found["url"]).port),
        "mail_tls_port": ("MAIL_TLS_PORT", found["mail_ports"]["tls"]),
        "mail_starttls_port": ("MAIL_STARTTLS_PORT", found["mail_ports"]["starttls"]),
    }
    known = {field: port for field, (name, port) in ports.items() if not os.environ.get(name)}
    return dataclasses.replace(settings, **known)


def program_of(settings):
    """The program that the stack was started with last, whatever BUILD says now; BINARY names another."""
    if os.environ.get("BINARY"):
        return settings.binary
    return last_description(settings).get("binary", settings.binary)


def last_description(settings):
    """What a stack says of itself once it is up; empty where none has been."""
    try:
        return json.loads(settings.description_file.read_text())
    except (OSError, ValueError):
        return {}


def mail(settings, arguments):
    files = sorted(settings.mail_folder.glob("*.eml"))
    if arguments.number is None:
        for number, file in enumerate(files, start=1):
            message = read_message(file)
            print(f"{number:>4}  {message['date']}  {message['to']}  {message['subject']}")
        if not files:
            print("dev: no mail yet")
        return 0
    if "@" in arguments.number:
        files = [file for file in files if arguments.number in read_message(file).get_all("delivered-to", [])]
        if not files:
            raise StackError(f"No mail to {arguments.number} has arrived.")
        arguments.number = "last"
    numbers = {str(number): file for number, file in enumerate(files, start=1)}
    file = files[-1] if files and arguments.number == "last" else numbers.get(arguments.number)
    if file is None:
        raise StackError(f"There is no message {arguments.number}; there are {len(files)}.")
    message = read_message(file)
    print(file)
    for name in ("from", "to", "date", "subject"):
        print(f"{name.capitalize()}: {message[name]}")
    body = message.get_body(preferencelist=("plain", "html"))
    print("\n" + (body.get_content() if body else "(no text)"))
    return 0


def read_message(file):
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)


def prepare_state(settings):
    settings.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    (settings.state / "log").mkdir(mode=0o700, exist_ok=True)


def lock_is_free(settings):
    return holder_of_lock(settings.state / "lock") is None


def read_status(settings):
    """The supervisor's status, or None if no supervisor is there."""
    try:
        if lock_is_free(settings):
            return None
        return json.loads(settings.status_file.read_text())
    except FileNotFoundError:
        return None


def is_ready(settings):
    found = read_status(settings)
    return found is not None and found["ready"]


def wait_for(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def say_outcome(description, reason):
    if reason:
        print(f"dev: {reason}", file=sys.stderr)
        return 1
    print(summary(description), flush=True)
    return 0


def summary(description, is_new=True):
    rows = [
        [account["email"], account["password"], account["role"], account.get("company") or ""]
        for account in description["accounts"]
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["", f"  The stack is up at {description['url']}", "", "  Accounts (e-mail, password, role, company):"]
    lines += ["    " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    mail = f"Mail is kept in {description['mail_dir']} (./dev mail lists it)"
    if names_relay():
        mail = "Mail goes out through the relay that EMAIL_HOST names: the demonstration's addresses lead nowhere."
    lines += [
        "",
        # The first one's door closes after ten minutes.
        f"  An interview that is open now: {description['open_portal_url']}"
        if is_new
        else "  ./dev exec -- interviews demo session books an interview that is open now",
        f"  {mail}",
        "  Ctrl-C, or ./dev down in another terminal, stops all of it.",
        "",
    ]
    return "\n".join(lines)
