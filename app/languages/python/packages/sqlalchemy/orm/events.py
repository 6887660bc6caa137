"""Events of the ORM."""

from .._facade import wire
from . import attributes


def listen_to_reconstructor(cls, method):
    wire.unpack(
        wire.js.listen(wire.pack_args([cls, "load", lambda target, *_: method(target)]))
    )


__all__ = ["attributes"]
