"""The command line: `python -m bot`, or `understudy`. Each command has a module in `bot/commandline/`."""

import sys

_RUN: tuple[list[str], ...] = ([], ["run"])
"""What is typed to run the bot, without options."""


def main() -> None:
    """The command line. A bot that runs loads neither Typer nor other commands."""
    if sys.argv[1:] in _RUN:
        from bot.commandline.running import start  # noqa: PLC0415 - only one of the two is loaded

        start(adopt=False)
    else:
        from bot.commandline.commands import cli  # noqa: PLC0415 - as above

        cli()


if __name__ == "__main__":
    main()
