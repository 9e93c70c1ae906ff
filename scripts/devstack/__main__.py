"""The commands of ./dev."""

import argparse
import os
import sys

from . import commands
from .settings import Settings, StackError

USAGE = """\
Runs the whole stack for development: a private MariaDB, serve, deliver, nginx and a mail server.

settings, from the environment:
  PORT                where nginx listens (8000)
  STATE               the folder of everything the stack keeps, from the checkout (.run)
  MAIL_TLS_PORT       the mail server's port with TLS (PORT + 465)
  MAIL_STARTTLS_PORT  its port with STARTTLS (PORT + 587)
  BUILD               release, debug, or none to build nothing (release)
  BINARY              the program to run, if not the one that was built
  SERVE_PROCESSES     how many serve processes share the socket: serve, serve-2, ... (1)
  OWNER_PID           a process with whose end the stack stops too, as a test's
Every other variable reaches the server's processes, so WORKERS=4 ./dev up works as one expects.
"""


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="./dev", description=USAGE, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="command")

    def verb(name, function, text):
        added = verbs.add_parser(name, help=text, description=text)
        added.set_defaults(function=function)
        return added

    verb("run", commands.run, "build, start, and stay in the foreground with the logs until Ctrl-C")
    verb("up", commands.up, "build, start in the background, and return when the stack answers")
    verb("down", commands.down, "stop it, in order")
    status = verb("status", commands.status, "say what runs; non-zero if the stack is not up")
    status.add_argument("--json", action="store_true", help="as JSON, with every process's number")
    logs = verb("logs", commands.logs, "print the end of the log")
    logs.add_argument("-f", "--follow", action="store_true", help="go on printing")
    logs.add_argument("-n", "--lines", type=int, default=200, help="how many lines (200)")
    logs.add_argument("names", nargs="*", help="only these: serve deliver nginx mail database dev")
    restart = verb("restart", commands.restart, "restart one process without losing a request")
    restart.add_argument("name", choices=["serve", "deliver", "nginx", "mail", "database"])
    verb("reset", commands.reset, "stop it and delete everything it kept")
    sql = verb("sql", commands.sql, "open the database client, or pass it arguments (after --)")
    sql.add_argument("arguments", nargs="*")
    mail = verb("mail", commands.mail, "list the mail that was sent, or show one")
    mail.add_argument("number", nargs="?", help="its number in the list, last, or an address (the last one to it)")
    execute = verb("exec", commands.execute, "run a program with the server's settings: ./dev exec -- interviews check")
    execute.add_argument("arguments", nargs="+")
    verb("build", commands.build, "build the program")
    # Started by `up`; the number of the descriptor on which it waits for word.
    supervise = verbs.add_parser("supervise")
    supervise.add_argument("report", type=int)
    supervise.set_defaults(function=commands.supervise)
    return parser.parse_args(arguments)


def main():
    # Servers live in sbin, which an ordinary user's PATH on Debian does not have.
    os.environ["PATH"] = os.environ.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"
    arguments = parse(sys.argv[1:])
    try:
        return arguments.function(Settings.read(), arguments)
    except StackError as error:
        print(f"dev: {error}", file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"dev: {error.filename} may not be used by you: does this stack belong to another user?", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
