"""Database URLs ("Database URLs")."""

import re
import urllib.parse

from ..exc import ArgumentError

_PATTERN = re.compile(
    r"(?P<name>[\w\+]+)://(?:(?P<username>[^:/]*)(?::(?P<password>[^@]*))?@)?(?:(?P<host>[^/:]*)(?::(?P<port>\d*))?)?(?:/(?P<database>.*))?"
)


class URL:
    """The parts of a URL."""

    def __init__(self, drivername, username=None, password=None, host=None, port=None, database=None, query=None):
        self.drivername = drivername
        self.username = username
        self.password = password
        self.host = host
        self.port = port
        self.database = database
        self.query = dict(query or {})

    @classmethod
    def create(cls, drivername, username=None, password=None, host=None, port=None, database=None, query=None):
        return cls(drivername, username, password, host, port, database, query)

    def set(self, **changes):
        return URL(**{**self.__dict__, **changes})

    def get_backend_name(self):
        return self.drivername.split("+")[0]

    def get_driver_name(self):
        return self.drivername.partition("+")[2] or "pysqlite"

    def render_as_string(self, hide_password=True):
        text = self.drivername + "://"
        if self.username is not None:
            text += urllib.parse.quote(self.username, safe=" +")
            if self.password is not None:
                text += ":" + ("***" if hide_password else urllib.parse.quote(str(self.password), safe=" +"))
            text += "@"
        if self.host is not None:
            text += self.host
            if self.port is not None:
                text += f":{self.port}"
        if self.database is not None:
            text += "/" + self.database
        if self.query:
            text += "?" + urllib.parse.urlencode(self.query, doseq=True)
        return text

    def __str__(self):
        return self.render_as_string(hide_password=False)

    def __repr__(self):
        return self.render_as_string()

    def __eq__(self, other):
        return isinstance(other, URL) and str(self) == str(other)

    def __hash__(self):
        return hash(str(self))


def make_url(name_or_url):
    """A URL of text."""
    if isinstance(name_or_url, URL):
        return name_or_url
    if not isinstance(name_or_url, str):
        raise ArgumentError(f"Expected string or URL object, got {name_or_url!r}")
    match = _PATTERN.fullmatch(name_or_url)
    if match is None:
        raise ArgumentError("Could not parse SQLAlchemy URL from given URL string")
    parts = match.groupdict()
    database = parts["database"]
    query = {}
    if database and "?" in database:
        database, _, tail = database.partition("?")
        query = dict(urllib.parse.parse_qsl(tail))
    return URL(
        parts["name"],
        parts["username"] or None,
        parts["password"],
        parts["host"] or None,
        int(parts["port"]) if parts["port"] else None,
        database or None,
        query,
    )
