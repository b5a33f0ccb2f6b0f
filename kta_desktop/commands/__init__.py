"""The subcommands of the kta command, one module a group."""
