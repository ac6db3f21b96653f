"""Every command that can be typed, as the parser knows it."""

from __future__ import annotations

import argparse

from resources.texts import Texts
from ui.cli.parser import build_parser


def actions_of(parser):
    return parser._actions  # noqa: SLF001 - argparse has no other road to them


def is_group(action):
    return isinstance(action, argparse._SubParsersAction)  # noqa: SLF001 - as above


def leaves(parser, before=()):
    """Yield each command that does something, with its parser."""
    for action in actions_of(parser):
        if is_group(action):
            for name, child in action.choices.items():
                if child.get_default("run") is not None:
                    yield " ".join((*before, name)), child
                yield from leaves(child, (*before, name))


COMMANDS = dict(leaves(build_parser(Texts())))
