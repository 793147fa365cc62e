"""The server that the tests start is a real one, and each test has a database of its own."""

import psycopg
import pytest

from tests.store.postgres import PostgresServer


@pytest.mark.parametrize("run", [1, 2])
def test_each_test_finds_an_empty_database(postgres_url: str, run: int) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE kept (run integer PRIMARY KEY)")
        connection.execute("INSERT INTO kept VALUES (%s)", [run])
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT run FROM kept").fetchall() == [(run,)]


def test_settings_and_url_name_the_same_database(postgres_url: str, postgres_settings: dict[str, str]) -> None:
    with psycopg.connect(postgres_url) as connection:
        found = connection.execute("SELECT current_database()").fetchone()
    assert found == (postgres_settings["POSTGRES_DBNAME"],)
    with psycopg.connect(
        dbname=postgres_settings["POSTGRES_DBNAME"],
        host=postgres_settings["POSTGRES_HOST"],
        port=postgres_settings["POSTGRES_PORT"],
        user=postgres_settings["POSTGRES_USER"],
    ) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == found


def test_a_database_goes_even_while_someone_is_connected(postgres_server: PostgresServer) -> None:
    with postgres_server.fresh_database() as name:
        lingering = psycopg.connect(postgres_server.url(name))
    with pytest.raises(psycopg.OperationalError):
        lingering.execute("SELECT 1")
    lingering.close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres_server.url(name))
