"""The schema of the book: made of the specs, frozen in snapshots, migrated with a copy beside, and no slave of SQLite."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import book_schema
import pandas as pd
import pytest
import shapely
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from parkwright.files.meta_tables import meta_node
from parkwright.store.address import Address, find_address
from parkwright.store.backup import backup
from parkwright.store.book import Book, open_book
from parkwright.store.contested import Contested
from parkwright.store.engine import make_engine, writing
from parkwright.store.fill import create
from parkwright.store.restore import restore
from parkwright.store.revisions import newest, revisions, shapes_at, snapshot, upgrade
from parkwright.store.schema import from_plain, metadata, shapes, to_plain
from parkwright.store.undo import undo
from parkwright.tables import Region, open_table
from parkwright.tables.problem import BadInput

Content = Callable[[Path], dict[str, str]]
Sentence = Callable[[BadInput], str]
AT = "2026-11-02T08:30:00Z"
LATER = "2026-11-02T09:00:00Z"
DRIVERS = ("psycopg", "psycopg2", "pg8000")


def test_a_new_book_is_what_the_specs_say(book: Book) -> None:
    with book.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata()) == []


def test_the_snapshots_are_what_the_specs_say() -> None:
    assert book_schema.differences() == []
    assert tuple(book_schema.MADE_BY) == revisions()
    for revision, makes in book_schema.MADE_BY.items():
        made = {name: shape for name, shape in shapes().items() if makes(name)}
        frozen = (book_schema.SNAPSHOTS / f"{revision}.json").read_text("utf-8")
        assert revision in book_schema.FROZEN or frozen == book_schema.as_text(made)


def test_the_description_goes_through_json() -> None:
    assert from_plain(to_plain(shapes())) == dict(shapes())
    assert shapes_at(newest()) == dict(shapes()) and set(snapshot("0001")) < set(shapes())


def test_every_table_is_one_of_postgresql_too() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in metadata().tables.values():
        told = str(CreateTable(table).compile(dialect=dialect))
        assert told.count("PRIMARY KEY") == 1
        for index in table.indexes:
            assert "CREATE" in str(CreateIndex(index).compile(dialect=dialect))
        for name in (table.name, *table.columns.keys(), *(index.name for index in table.indexes)):
            assert len(str(name)) <= 63, "PostgreSQL cuts longer names"


# ---- migration


@pytest.fixture
def old_address(tmp_path: Path, address: Address) -> Address:
    """A book of revision 0001 with the rows of the small region."""
    old = find_address(tmp_path / "old.db", {})
    engine = make_engine(old, mode="rwc")
    with writing(engine) as connection:
        upgrade(connection, "0001")
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / "old.db")) as raw:
        raw.execute("ATTACH ? AS new", (str(address.file),))
        for name in snapshot("0001"):
            raw.execute(f'INSERT INTO main."{name}" SELECT * FROM new."{name}"')
        raw.commit()
    return old


def stamp(file: Path, revision: str | None = None) -> str:
    with closing(sqlite3.connect(file)) as raw:
        if revision is not None:
            raw.execute("UPDATE alembic_version SET version_num = ?", (revision,))
            raw.commit()
        return str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_an_old_book_is_migrated_with_a_copy_beside(
    old_address: Address, region: Region, content: Content
) -> None:
    assert old_address.file is not None and stamp(old_address.file) == "0001"
    before = content(old_address.file)
    with open_book(old_address) as book:
        (told,) = book.told
        assert told.severity == "warning" and told.text.key == "store.migrated_copy"
        for name, frame in region.frames().items():
            pd.testing.assert_frame_equal(book.read(name), frame, check_exact=True)
        assert book.runs().empty
        with book.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata()) == []
        with book.change("an", AT) as batch:
            batch.update("sites", ("site-01",), {"gross_ha": 5}, 1)
    copy = old_address.file.with_name(f"old.db.before-{newest()}.bak")
    for said in (told.sentence("vi"), told.sentence("en")):
        assert str(copy) in said and "0001" in said and newest() in said
    assert content(copy) == before and stamp(old_address.file) == newest()
    with open_book(old_address) as book:
        assert book.told == ()


def test_a_book_from_before_the_shapes_of_sites_takes_them(address: Address, tmp_path: Path) -> None:
    """A book of revision 0002 gets the empty table; shapes go in and come back as they are, to the last digit."""
    old = find_address(tmp_path / "old.db", {})
    engine = make_engine(old, mode="rwc")
    with writing(engine) as connection:
        upgrade(connection, "0002")
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / "old.db")) as raw:
        raw.execute("ATTACH ? AS new", (str(address.file),))
        for name in ("book", "region_meta", "sites"):
            raw.execute(f'INSERT INTO main."{name}" SELECT * FROM new."{name}"')
        raw.commit()
    frame = shapes_of_a_site()
    with open_book(old) as book:
        assert [one.text.key for one in book.told] == ["store.migrated_copy"]
        assert book.read("site_shapes").empty
        with book.change("an", AT) as batch:
            batch.insert("site_shapes", frame, typed=True)
    with open_book(old) as book:
        pd.testing.assert_frame_equal(book.read("site_shapes"), frame, check_exact=True)


def shapes_of_a_site() -> pd.DataFrame:
    """One shape of each kind of geometry, with every cell once filled and once unknown."""
    rows = [
        ("a-access-1", "access", "national", None, None, None, shapely.Point(1 / 3, 10.8)),
        ("a-boundary", "boundary", "site", None, None, None, shapely.box(0, 10, 1 / 3, 11)),
        ("a-canal-1", "exclusion", "canal", 12.5, 5.0, True, shapely.LineString([(0, 10.1), (1 / 7, 11)])),
    ]
    names = ["shape_id", "role", "kind", "width_m", "buffer_m", "crossable", "geometry"]
    made = pd.DataFrame(rows, columns=names).assign(site_id="site-01", evidence="assumed")
    return open_table("site_shapes", made).frame


def test_the_second_copy_takes_another_name(old_address: Address) -> None:
    assert old_address.file is not None
    taken = old_address.file.with_name(f"old.db.before-{newest()}.bak")
    taken.write_text("precious", "utf-8")
    with open_book(old_address) as book:
        assert f"old.db.before-{newest()}-2.bak" in book.told[0].sentence("en")
    assert taken.read_text("utf-8") == "precious"


def test_an_old_book_that_is_only_read_stays_as_it_is(
    old_address: Address, content: Content, one_sentence: Sentence
) -> None:
    assert old_address.file is not None
    before = content(old_address.file)
    with pytest.raises(BadInput) as told:
        open_book(find_address(f"sqlite:///file:{old_address.file}?mode=ro&uri=true", {}))
    assert one_sentence(told.value) == "store.cannot_migrate"
    assert content(old_address.file) == before and not list(old_address.file.parent.glob("*.bak"))


def test_a_migration_that_fails_changes_nothing(
    old_address: Address, content: Content, one_sentence: Sentence
) -> None:
    assert old_address.file is not None
    with closing(sqlite3.connect(old_address.file)) as raw:
        raw.execute("CREATE TABLE reports (mine TEXT)")  # in the way of the one that the migration makes
        raw.commit()
    before = content(old_address.file)
    with pytest.raises(BadInput) as told:
        open_book(old_address)
    assert one_sentence(told.value) == "store.cannot_migrate"
    assert content(old_address.file) == before and not list(old_address.file.parent.glob("*.bak"))


def test_two_processes_that_migrate_one_book(old_address: Address) -> None:
    """The second one waits and finds the work done: one migration, one copy."""
    from concurrent.futures import ThreadPoolExecutor

    assert old_address.file is not None

    def opened(_: int) -> int:
        with open_book(old_address, busy_ms=20_000) as book:
            return len(book.read("sites")) + 100 * len(book.told)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(opened, range(2))) == [4, 104]
    assert len(list(old_address.file.parent.glob("*.bak"))) == 1


@pytest.mark.parametrize("revision", ["9999", "0003-later", "x"])
def test_a_book_of_a_later_program(
    revision: str, address: Address, content: Content, one_sentence: Sentence
) -> None:
    assert address.file is not None
    stamp(address.file, revision)
    before = content(address.file)
    with pytest.raises(BadInput) as told:
        open_book(address)
    assert one_sentence(told.value) == "store.too_new"
    for lang in ("vi", "en"):
        said = told.value.problems[0].sentence(lang)  # type: ignore[arg-type]
        assert revision in said and newest() in said
    assert content(address.file) == before


def test_a_later_book_whose_own_table_is_another(address: Address, one_sentence: Sentence) -> None:
    """What a later program says of itself may stand elsewhere: the sentence is there all the same."""
    assert address.file is not None
    stamp(address.file, "9999")
    with closing(sqlite3.connect(address.file)) as raw:
        raw.execute("ALTER TABLE book RENAME COLUMN program TO made_with")
        raw.commit()
    with pytest.raises(BadInput) as told:
        open_book(address)
    assert one_sentence(told.value) == "store.too_new"


# ---- PostgreSQL


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an empty database on a server that lives for these tests."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    driver = next((name for name in DRIVERS if importlib.util.find_spec(name)), None)
    if not homes:
        pytest.skip("the programs of a PostgreSQL server are not here: the book is not tested on one")
    if driver is None:
        pytest.skip("no library that connects to PostgreSQL is installed: the book is not tested on one")
    home, folder = homes[-1].parent, tmp_path_factory.mktemp("pg")
    plain = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    if plain:  # the server refuses to be run by root
        for part in (folder, *folder.parents[:2]):
            part.chmod(0o755)
        shutil.chown(folder, 65534, 65534)
    data = folder / "data"
    subprocess.run([*plain, home / "initdb", "-D", data, "-U", "me", "-A", "trust", "-E", "UTF8"], check=True, capture_output=True)  # fmt: skip
    port = 20_000 + os.getpid() % 20_000
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*plain, home / "pg_ctl", "-D", data, "-w"]
    subprocess.run(
        [*control, "-o", options, "-l", folder / "log", "start"], check=True, stdout=subprocess.DEVNULL
    )
    try:
        yield f"postgresql+{driver}://me@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL)


def test_a_book_on_postgresql(
    server: str, region: Region, tmp_path: Path, address: Address, content: Content, one_sentence: Sentence
) -> None:
    """Made, read, changed, contested, undone, backed up and restored as a file, all as on SQLite."""
    there = find_address(server, {})
    with pytest.raises(BadInput) as none:
        open_book(there)
    assert one_sentence(none.value) == "store.not_a_book"
    create(there, meta_node(region.meta), region.frames(), "hoa", "2026-11-01T08:00:00Z")
    with pytest.raises(BadInput) as taken:
        create(there, meta_node(region.meta), region.frames(), "hoa", AT)
    assert one_sentence(taken.value) == "store.exists"
    with open_book(there) as book:
        for name, frame in region.frames().items():
            pd.testing.assert_frame_equal(book.read(name), frame, check_exact=True)
        with book.change("an", AT) as batch:
            batch.update("sites", ("site-01",), {"gross_ha": 5, "committed": True}, 1)
            batch.delete("sites", ("site-02",), 1)
        with pytest.raises(Contested), book.change("binh", LATER) as batch:
            batch.update("sites", ("site-01",), {"gross_ha": 6}, 1)
        undo(book, "an", LATER, batch=2)
        pd.testing.assert_frame_equal(book.read("sites"), region.sites, check_exact=True)
        with book.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata()) == []
        backup(book, tmp_path / "pg.zip")
    restored = find_address(tmp_path / "restored.db", {})
    restore(tmp_path / "pg.zip", restored)
    with open_book(restored) as book, open_book(there) as first:
        for name in shapes():
            pd.testing.assert_frame_equal(book.read(name), first.read(name), check_exact=True)
    with pytest.raises(BadInput) as missing:
        open_book(find_address(server.removesuffix("postgres") + "nothing", {}))
    assert one_sentence(missing.value) in ("store.no_such_database", "store.no_server")


def test_a_server_that_does_not_answer(one_sentence: Sentence) -> None:
    driver = next((name for name in DRIVERS if importlib.util.find_spec(name)), "psycopg")
    with pytest.raises(BadInput) as told:
        open_book(find_address(f"postgresql+{driver}://me:secret@127.0.0.1:9/x", {}))
    assert one_sentence(told.value) in ("store.no_server", "store.no_driver")
    assert "secret" not in told.value.problems[0].sentence("en")
