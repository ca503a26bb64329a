"""store: the book: the shared register and the monitoring of a programme, in a database.

Holds the schema made from the table specs (``schema``), the migrations (``migrations``, ``revisions``), opening and reading
(``address``, ``engine``, ``sqlite``, ``book``), writing with an audit of every change (``batch``, ``contested``, ``undo``), whole
books (``fill``, ``backup``, ``restore``) and what differs between two versions of a table (``difference``).
Imports: plan and everything below. Never: a figure of its own, a file of a region, printing, a clock (the hour is an argument).

Nothing is loaded here: whoever asks whether a word names a book (``address``) loads no database library.
"""
