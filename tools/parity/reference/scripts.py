"""Run ordinary Python scripts on SQLAlchemy and compare what they emit with the recordings that are named as they are.

    PYTHONPATH=<dir holding the sqlalchemy package> python3 scripts.py FILE.py...

A script `notebook-1-nullify/main.py` or `notebook-1-nullify.py` is held against the recording `notebook-1-nullify`, or against
`notebook-1-nullify.1`, `.2` ... one after the other, of ../recordings/.  Statements, parameters, transactions, warnings and the
error that ends it must be the same; what creates the tables is left out.  Ends with `N passed, M failed`.
"""
import contextlib
import difflib
import glob
import gzip
import io
import json
import os
import re
import runpy
import sys
import warnings

import sqlalchemy as sa
from sqlalchemy import event, orm

from oracle import clean, encode, settle

HERE = os.path.dirname(os.path.abspath(__file__))
DDL = re.compile(r"\s*(?:CREATE|DROP) ")


def recordings():
    """Every recorded walkthrough and question, by its id."""
    found = {}
    for name in ("seeds", "gallery-*"):
        for path in glob.glob(os.path.join(HERE, "..", "recordings", f"{name}.jsonl.gz")):
            with gzip.open(path, "rt") as lines:
                for line in lines:
                    scenario = json.loads(line)
                    found[scenario["id"]] = scenario
    return found


class Watch:
    """What engines do while a script runs; a script's engines begin their transactions where SQLAlchemy says that they do."""

    def __init__(self):
        self.events = []
        self.held = []                                  # the recordings' identity map is strong
        event.listen(sa.engine.Engine, "connect", self.connect)
        event.listen(sa.engine.Engine, "before_cursor_execute", self.execute)
        for name in ("begin", "commit", "rollback"):
            event.listen(sa.engine.Engine, name, lambda conn, name=name: self.events.append({"tx": name.upper()}))
        event.listen(sa.engine.Engine, "begin", lambda conn: conn.exec_driver_sql("BEGIN"))
        for name in ("loaded_as_persistent", "transient_to_pending"):
            event.listen(orm.Session, name, lambda session, obj: self.held.append(obj))

    @staticmethod
    def connect(connection, record):
        connection.isolation_level = None

    def execute(self, conn, cursor, statement, parameters, context, executemany):
        if statement == "BEGIN":
            return
        if statement.startswith(("SAVEPOINT ", "RELEASE SAVEPOINT ", "ROLLBACK TO SAVEPOINT ")):
            self.events.append({"tx": statement})
            return
        many = executemany and isinstance(parameters, list)
        params = [[encode(v) for v in p] for p in parameters] if many else [encode(v) for v in parameters or ()]
        self.events.append({"sql": statement, "params": params, **({"many": True} if many else {})})


def without_schema(events):
    """Leaves out the transactions that create the tables."""
    kept, transaction = [], []
    for e in events:
        transaction.append(e)
        if e.get("tx") in ("COMMIT", "ROLLBACK"):
            if not any(DDL.match(t.get("sql", "")) for t in transaction):
                kept += transaction
            transaction = []
    return kept + transaction


def nameless(message):
    """A message without module, address and link, as recordings have it."""
    return re.split(r"\s*\((?:Background on this|This warning originated from)", anonymous(clean(message)))[0]


def anonymous(text):
    text = re.sub(r"<class '(?:\w+\.)*(\w+)'>", r"<class '\1'>", text.replace("__main__.", "scenario."))
    return re.sub(r" at 0x[0-9a-f]*", " at 0x", text)


def perform(path):
    """Runs a script; gives its events, its warnings, what it printed, and what ended it."""
    watch.events = []
    error, printed = [], io.StringIO()
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(printed):
        warnings.simplefilter("always")
        try:
            runpy.run_path(path, run_name="__main__")
        except Exception as err:  # noqa: BLE001 - a script may end in an error
            error = [f"{type(err).__name__}: {nameless(err)}"]
    orm.close_all_sessions()
    texts = [nameless(w.message) for w in caught if issubclass(w.category, sa.exc.SAWarning)]
    others = [str(w.message) for w in caught if issubclass(w.category, sa.exc.SADeprecationWarning)]
    return watch.events, texts, printed.getvalue(), error, others


def expected(parts):
    steps = [step for part in parts for step in part["expect"].get("steps", [])]
    mapping = [part["expect"]["mapping"] for part in parts]
    lines = [e for step in steps for e in step["events"] if "state" not in e]
    texts = [nameless(w) for of in mapping + steps for w in of.get("warnings", [])]
    raised = [nameless(step["error"]["message"]) for step in steps if "error" in step]
    return lines, texts, raised, [f"{m['error']['class']}: {nameless(m['error']['message'])}" for m in mapping if "error" in m]


def lines_of(events, parts):
    secondary = {t["name"] for part in parts for t in part["models"].get("tables", [])}
    return [json.dumps(e).replace("\\n", "\n") for e in settle(events, secondary)]


def check(path, known):
    """What differs, as lines; nothing where the script does as recorded."""
    name = os.path.basename(os.path.dirname(path)) if os.path.basename(path) == "main.py" else os.path.basename(path)[:-3]
    parts = [r for i, r in known.items() if re.sub(r"\.\d+$", "", i) == name]
    if not parts:
        return [f"no recording {name}"]
    events, texts, printed, error, others = perform(path)
    closing = 0
    while events[-1 - closing:] and events[-1 - closing] == {"tx": "ROLLBACK"} and closing < 1:
        closing += 1
    want, want_texts, raised, want_error = expected(parts)
    got = lines_of(without_schema(events), parts)
    wanted = lines_of(want, parts)
    if closing and len(got) == len(wanted) + 1:
        got = got[:-1]                                  # closing what the script has left open
    missing = [f"not printed: {text}" for text in raised if text not in anonymous(printed)]
    problems = list(difflib.unified_diff(wanted, got, "recorded", "done", lineterm="", n=1))
    problems += [f"warnings {texts} instead of {want_texts}"] if texts != want_texts else []
    problems += [f"ended by {error} instead of {want_error}"] if error != want_error else []
    return problems + missing + [f"deprecated: {text}" for text in others]


if __name__ == "__main__":
    watch = Watch()
    known = recordings()
    passed = failed = 0
    for path in sys.argv[1:]:
        problems = check(path, known)
        passed, failed = (passed, failed + 1) if problems else (passed + 1, failed)
        if problems:
            print(f"✗ {path}", *problems, sep="\n    ")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
