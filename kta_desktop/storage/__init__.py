"""The encrypted workspace: engine, tables, migrations, change log, contents, samples, backups.

Functions take an open connection; whoever calls them owns the transaction. Only ``services`` call.
"""
