"""What ``__dict__`` of a mapped instance is: its own values, and the loaded ones, which the engine holds."""

import types


def instance_dict(instance):
    """The values of an instance, as its ``__dict__``."""
    own = _own_dict(instance)
    state = own.get("_sa_instance_state")
    if state is None:
        return own
    shown = InstanceDict(own)
    shown._instance = instance
    unloaded = state.unloaded
    for key in state.mapper.attrs.keys():
        if key not in unloaded:
            dict.__setitem__(shown, key, getattr(instance, key))
    return shown


def _own_dict(instance):
    """What Python itself keeps for an instance."""
    for base in type(instance).__mro__:
        found = base.__dict__.get("__dict__")
        if type(found) is types.GetSetDescriptorType:
            return found.__get__(instance)
    return {}


class InstanceDict(dict):
    """Writes to it reach the instance; to a mapped attribute without an event, as if it had been loaded."""

    _instance = None

    def __setitem__(self, key, value):
        from .attributes import set_committed_value

        dict.__setitem__(self, key, value)
        if key in self._instance._sa_instance_state.mapper.attrs.keys():
            set_committed_value(self._instance, key, value)
        else:
            _own_dict(self._instance)[key] = value

    def update(self, *given, **named):
        for key, value in dict(*given, **named).items():
            self[key] = value

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]
