"""What engines send, as Python hears of it: the lines that ``echo=True`` logs, and listeners of engines."""

import logging
import sys
import time

from . import program, wire
from .parameters import parameters_text

LOGGER = "sqlalchemy.engine.Engine"
_engines = {}
_first_sent = {}
_hearing = False


@program.on_reset
def _forget():
    global _hearing
    _hearing = False
    _engines.clear()
    _first_sent.clear()
    logging.getLogger(LOGGER).handlers.clear()
    if hasattr(wire.js, "hearStatements"):
        wire.js.hearStatements(-1)


def attend(engine):
    """Begins to listen to what engines send, if this one is to log it or somebody listens to it."""
    if engine.echo and not engine.logger.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        engine.logger.addHandler(handler)
    from ..engine import listeners

    if _logs(engine) or listeners.hear_statements():
        hear()


def hear():
    global _hearing
    if not _hearing:
        _hearing = True
        wire.js.hearStatements(wire.callable_id(_heard))


def connected(engine, driver):
    """The first connection of an engine: who listens for it is told."""
    from ..engine import listeners

    _engines[driver._h] = engine, driver
    attend(engine)
    listeners.tell_connected(engine, driver)


def _logs(engine):
    return bool(engine.echo) or engine.logger.isEnabledFor(logging.INFO)


def _heard(event):
    known = _engines.get(event["driver"]._h) if event["driver"] is not None else None
    if known is None:
        return
    engine = known[0]
    from ..engine import listeners

    if event["type"] == "transaction":
        sql = event["action"] if event["name"] is None else f"{event['action']} {event['name']}"
        parameters = None if event["name"] is None else ()
        many = False
    else:
        sql, many = event["sql"], event["many"]
        sets = [tuple(row) for row in event["params"]]
        parameters = sets if many else sets[0]
    if _logs(engine):
        _log(engine, "BEGIN (implicit)" if sql == "BEGIN" else sql)
        if parameters is not None:
            _log(engine, f"[{_made(sql, event)}] {parameters_text(parameters, many)}")
    listeners.tell_sent(engine, sql, parameters, many)


def _made(sql, event):
    """Where the compiled text came from, as SQLAlchemy's own lines say it."""
    kind = event.get("kind")
    if kind is not None and kind != "ddl" and not event["source"]:
        return "raw sql"
    seconds = (event.get("durationMs") or 0) / 1000
    if kind in (None, "ddl"):
        return f"no key {seconds:.5f}s"
    part = event["part"]
    note = "" if part is None else _part_note(part)
    if part is not None and part["number"] > 1:
        return f"insertmanyvalues {note}"
    note = note and f" (insertmanyvalues) {note}"
    now = time.perf_counter()
    first = _first_sent.setdefault((sql, event["source"]), now)
    return f"generated in {seconds:.5f}s{note}" if first == now else f"cached since {now - first:.4g}s ago{note}"


def _part_note(part):
    order = "ordered" if part["ordered"] else "unordered"
    alone = "" if part["batched"] else "; batch not supported"
    return f"{part['number']}/{part['total']} ({order}{alone})"


def _log(engine, message):
    logger = engine.logger
    if engine.echo:
        logger._log(logging.INFO, message, ())
    else:
        logger.info("%s", message)
