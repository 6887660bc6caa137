"""What listeners are told, as Python has it."""


def adapted(identifier, fn, options):
    """The listener that the engine calls. It takes as many arguments as there are."""
    return fn
