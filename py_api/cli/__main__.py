"""Entry point of ./thingbase: the command groups, and how every failure is shown."""

import signal

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # half an import has no story to tell: Ctrl-C just ends it

import asyncio
import sys
from contextlib import suppress
from importlib import import_module

import click

from py_api import __version__
from py_api.cli import output
from py_api.config import COMMAND, EXAMPLES, IS_CHECKOUT
from py_api.errors import Failure, Unavailable

EPILOG = """\b
Exit codes:
  0    done
  1    refused (by the database's rules), or tests failed
  2    wrong use of the command line
  3    a server, folder or program that is needed is not there
  130  interrupted

\b
Environment:
  DATABASE_URL   a PostgreSQL server to use instead of the embedded one
  REDIS_URL      a Redis or Valkey server to use instead of the embedded one
  THINGBASE_...  secrets, limits and the like of the API: docs/operations.md
  THINGBASE_DATA the data folder, where --data is not given
  THINGBASE_VENV the virtual environment. Default: .venv in the checkout
"""


COMMANDS = (
    "up",
    "serve",
    "token",
    "persist",
    "demo",
    "db",
    "tenant",
    "server",
    "schema",
    "jobs",
    "generate",
    "doctor",
    "top",
    "profile",
    "explain",
    "pgbouncer-config",
    *(("test", "bench") if IS_CHECKOUT else ()),
)  # each is the command of that name in its module


class Help(click.HelpFormatter):
    """Examples name the program as it is called here, and the example files where they are."""

    def getvalue(self) -> str:
        text = super().getvalue().replace("./thingbase", COMMAND)
        return text if IS_CHECKOUT else text.replace("docs/examples", str(EXAMPLES))


click.Context.formatter_class = Help


class Commands(click.Group):
    """Imports the module of a command when it is called: the others would double the time that it takes to start."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"py_api.cli.{module}"), module)
        return command


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=EPILOG
)
@click.version_option(package_name=None, version=__version__, prog_name="thingbase")
def main() -> None:
    """Thingbase: a multi-tenant backend whose data model is data.

    \b
    Begin with:
      ./thingbase up                            start everything; Ctrl-C stops it
      ./thingbase demo                          a tenant to look at, from another terminal
      psql "$(./thingbase db url)"              look inside
      ./thingbase tenant create acme            a first tenant
      ./thingbase schema apply acme docs/examples/shop.graphql
    """


def run() -> int:
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:  # where a shell had it ignored, it stays so
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        result = main(prog_name=COMMAND, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Failure as error:
        output.failure(error)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt, asyncio.CancelledError):
        print("interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as error:
        about = f": {error.filename}" if error.filename else ""
        output.failure(Unavailable(f"{error.strerror or error}{about}"))
        with suppress(OSError):
            sys.stdout.close()  # what a full disk did not take is not tried again at exit
        return Unavailable.exit_code
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    sys.exit(run())
