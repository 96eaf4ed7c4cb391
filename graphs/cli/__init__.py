"""The command line: ``python -m graphs``, one file a subcommand."""
