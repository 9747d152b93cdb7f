"""What is asked and written all the time, as by a room: worked out once a connection, and only run after that.

The ORM builds every query anew, which for a row or two costs ten times what the database does. What is asked is still
written with it, in one place, so that who may see which row is said once.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

Value = int | str
NUMBER = 2_147_000_000  # stands for a value while a statement is worked out: as high as a column takes


class Prepared:
    """``rows``: a query of ``values_list``, made of as many numbers or texts as it is called with."""

    def __init__(self, rows: Callable[..., QuerySet[Any, Any]]) -> None:
        self.rows = rows

    def __call__(self, *values: Value) -> list[tuple[Any, ...]]:
        kept: dict[Prepared, _Statement] = connection.__dict__.setdefault("_prepared_rows", {})
        if self not in kept:
            kept[self] = _Statement(self.rows, values)
        return kept[self].run(values)


class _Statement:
    def __init__(self, rows: Callable[..., QuerySet[Any, Any]], like: tuple[Value, ...]) -> None:
        stand_ins = [NUMBER + place if isinstance(one, int) else f"{NUMBER + place}" for place, one in enumerate(like)]
        self.compiler = rows(*stand_ins).query.get_compiler(connection=connection)
        self.sql, parameters = self.compiler.as_sql()
        self.parameters = list(parameters)
        self.places = {spot: stand_ins.index(one) for spot, one in enumerate(parameters) if one in stand_ins}
        if len(set(self.places.values())) != len(like):
            raise ValueError("A value does not reach the statement as it is.")
        self.converters = self.compiler.get_converters([column for column, *_ in self.compiler.select])

    def run(self, values: tuple[Value, ...]) -> list[tuple[Any, ...]]:
        given = [values[self.places[spot]] if spot in self.places else one for spot, one in enumerate(self.parameters)]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            rows = cursor.fetchall()
        return (
            [tuple(row) for row in self.compiler.apply_converters(rows, self.converters)] if self.converters else rows
        )


class PreparedInsert:
    """One new row, of which nobody needs the key."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model

    def __call__(self, values: Mapping[str, object]) -> None:
        """``values``: one for each column, by the name that an instance has for it."""
        meta = self.model._meta  # noqa: SLF001  # which Django documents
        fields = [field for field in meta.concrete_fields if not field.primary_key]
        columns, places = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
        given = [field.get_db_prep_save(values[field.attname], connection) for field in fields]
        with connection.cursor() as cursor:
            cursor.execute(f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ({places})', given)  # noqa: S608  # our own names


class PreparedUpdate:
    """Some columns of one row, by its key."""

    def __init__(self, model: type[Model], *columns: str) -> None:
        self.model, self.columns = model, columns

    def __call__(self, key: int, *values: object) -> None:
        meta = self.model._meta  # noqa: SLF001  # which Django documents
        fields = [field for name in self.columns for field in meta.concrete_fields if field.name == name]
        places = ", ".join(f'"{field.column}" = %s' for field in fields)
        given = [field.get_db_prep_save(value, connection) for field, value in zip(fields, values, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{meta.db_table}" SET {places} WHERE "{meta.pk.column}" = %s', [*given, key])  # noqa: S608  # our own names
