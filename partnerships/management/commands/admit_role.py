"""Gives the application's own role in PostgreSQL its rights, after ``migrate`` and as the owner of the tables.

The application must not run as the owner or as a superuser: the second wall would not hold for it.
"""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from psycopg import sql

from partnerships.tenancy.chaining import ANCHOR, HEAD, TABLE
from partnerships.tenancy.wall import rights_for


class Command(BaseCommand):
    help = "Give the role the application runs as its rights (PostgreSQL). Make the role first when it is not there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="name of the role, small letters, digits and _")
        parser.add_argument(
            "--password-from", metavar="VARIABLE", default="", help="environment variable with the role's password"
        )

    def handle(self, *args: Any, role: str, password_from: str, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles; with SQLite there is nothing to do.")
        if not role.replace("_", "a").isalnum() or not role.islower():
            raise CommandError("A role has small letters, digits and _ only.")
        password = os.environ.get(password_from, "") if password_from else ""
        if password_from and not password:
            raise CommandError(f"The environment variable {password_from} is empty.")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE ROLE "{role}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS')
            if password:
                cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))
            for statement in rights_for(role, appended_only=[TABLE, ANCHOR], only_read=[HEAD]):
                cursor.execute(statement)
        self.stdout.write(f"The role {role} may read and write rows, and only through a door.")
