"""One run of a program: from its text to what it failed with."""

import builtins
import gc
import io
import json
import linecache
import sys
import traceback
import types
import warnings

from flushlight_syntax import FILENAME

from . import errors, wire
from .wire import connect, dispatch, js  # noqa: F401  (the bridge calls them)

_TOOL = 3
_TICK_EVERY = 256
_resets = []
_globals = {}


def on_reset(work):
    """Has something forgotten before each run."""
    _resets.append(work)
    return work


def globals_of_program():
    return _globals


# -- where the program is --------------------------------------------------------------------------------------------------


def current_line():
    """The line of user code that is running; ``None`` where none is."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == FILENAME:
            return frame.f_lineno
        frame = frame.f_back
    return None


def line():
    return current_line() or 0


def user_line(tb):
    """The innermost line of user code in a traceback."""
    found = None
    while tb is not None:
        if tb.tb_frame.f_code.co_filename == FILENAME:
            found = tb.tb_lineno
        tb = tb.tb_next
    return found


# -- what the bridge asks besides -----------------------------------------------------------------------------------------


def repr(number):
    return builtins.repr(wire.objects[number])


def equal(a, b):
    return bool(wire.objects[a] == wire.objects[b])


def compositeValues(number):
    from ..orm._composite import composite_values

    return wire.pack_args(list(composite_values(wire.objects[number]))) or "[]"


# -- output ----------------------------------------------------------------------------------------------------------------


class _Lines(io.TextIOBase):
    """A stream that tells whole lines."""

    encoding = "utf-8"

    def __init__(self, tell):
        self._tell = tell
        self._held = ""

    def writable(self):
        return True

    def write(self, text):
        self._held += text
        if "\n" in text:
            *lines, self._held = self._held.split("\n")
            for each in lines:
                self._tell(each)
        return len(text)

    def flush(self):
        pass

    def finish(self):
        if self._held:
            self._tell(self._held)
            self._held = ""


# -- lines -----------------------------------------------------------------------------------------------------------------


_ticks = 0


def _on_line(code, number):
    global _ticks
    _ticks += 1
    if wire.touched:
        wire.touched = False
        wire.unpack(js.leave())
    if _ticks >= _TICK_EVERY:
        _ticks = 0
        wire.unpack(js.tick())


def _watch(code):
    monitoring = sys.monitoring
    monitoring.set_local_events(_TOOL, code, monitoring.events.LINE)
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            _watch(each)


def _start_watching(code):
    monitoring = sys.monitoring
    if monitoring.get_tool(_TOOL) is None:
        monitoring.use_tool_id(_TOOL, "flushlight")
    monitoring.register_callback(_TOOL, monitoring.events.LINE, _on_line)
    _watch(code)


def _stop_watching():
    monitoring = sys.monitoring
    if monitoring.get_tool(_TOOL) is not None:
        monitoring.free_tool_id(_TOOL)


# -- the run ---------------------------------------------------------------------------------------------------------------


def _fresh():
    """Nothing is left of an earlier run."""
    for work in _resets:
        work()
    wire.reset()
    wire.touched = False
    _globals.clear()
    _globals.update({"__name__": "__main__", "__builtins__": builtins, "__file__": FILENAME})
    main = types.ModuleType("__main__")
    main.__dict__.update(_globals)
    warnings.resetwarnings()
    warnings.filterwarnings("default")
    warnings.filterwarnings("ignore", category=ResourceWarning)
    warnings.showwarning = errors.show_warning
    js.hearWarnings(wire.callable_id(errors.hear_warning))
    return main


def run(source):
    """Runs a program. Gives nothing, or what it failed with as JSON."""
    main = _fresh()
    sys.modules["__main__"] = main
    global _globals
    _globals = main.__dict__
    linecache.cache[FILENAME] = (len(source), None, [each + "\n" for each in source.split("\n")], FILENAME)
    out, err = _Lines(js.print), _Lines(js.complain)
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err
    try:
        code = compile(source, FILENAME, "exec", dont_inherit=True)
        _start_watching(code)
        exec(code, _globals)
    except SystemExit as error:
        return None if error.code in (None, 0) else _failure(error)
    except BaseException as error:
        return _failure(error)
    finally:
        _stop_watching()
        out.finish()
        err.finish()
        sys.stdout, sys.stderr = before
    return None


def _failure(error):
    tb = error.__traceback__
    return json.dumps(
        {
            "name": type(error).__name__,
            "message": wire.message_of(error),
            "line": user_line(tb),
            "traceback": user_traceback(error),
            "kept": getattr(error, "_kept", None),
        }
    )


def user_traceback(error):
    """The traceback, without the frames that are not the user's."""
    shown = traceback.TracebackException.from_exception(error)
    seen = set()
    each = shown
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        each.stack = traceback.StackSummary.from_list([frame for frame in each.stack if frame.filename == FILENAME])
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return "".join(shown.format())
