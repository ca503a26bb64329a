"""store: the book: the shared register and the monitoring of a programme, in a database.

Holds the schema made from the table specs, the migrations, reading and writing with an audit of every change, backups.
Imports: plan and everything below. Never: a figure of its own, a file of a region, printing, a clock (the hour is an argument).
"""
