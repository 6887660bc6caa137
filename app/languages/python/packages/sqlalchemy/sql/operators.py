"""Operators of expressions as classes."""

from .elements import ColumnOperators

Operators = ColumnOperators
