"""Whatever the code says to a person has a Hindi wording with the same facts in it."""

from __future__ import annotations

import ast
import re
import string

import pytest

from resources.i18n.build import MARKS, messages_in_code, speaking_files, translations
from resources.texts import LANGUAGES, Texts

DEVANAGARI = re.compile(r"[\u0900-\u097F]")
#: Messages that read the same in Hindi, each with the reason.
SAME_IN_HINDI = {
    "kW": "the unit as meters and bills print it",
    "kWh": "the unit as meters and bills print it",
    "PDF": "the name of the format",
    "Excel": "the name of the program",
    "UPI": "the name of the payment system",
    "ID": "written so in every Indian office",
    "AMISP": "the name that the smart meter scheme's papers use",
    "SMS": "what everybody calls it",
    "WhatsApp": "the name of the service",
    "simulation-{day}-{number}": "a file name that every system can take",
    "Z {number}": "the name of the report",
    "22, 22/11, t": "what is typed",
}


def test_every_message_has_a_hindi_wording():
    hindi = translations("hi")

    missing = [
        message
        for message in _messages()
        if _has_words(message)
        and message not in SAME_IN_HINDI
        and not DEVANAGARI.search(_wording(hindi, message))
    ]

    assert missing == []


def test_a_wording_has_the_same_places_as_the_message():
    hindi = translations("hi")

    different = [
        message
        for message in _messages()
        if _wording(hindi, message) and _places(_wording(hindi, message)) != _places(message)
    ]

    assert different == []


def test_a_wording_is_not_a_guess_of_the_tool():
    guessed = [entry.id for entry in translations("hi") if entry.id and entry.fuzzy]

    assert guessed == []


def test_a_message_is_written_out_and_not_put_together():
    put_together = [
        f"{path.name}:{call.lineno}"
        for path, call in _calls()
        if call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp | ast.Call)
        and not _is_marked(call.args[0])
    ]

    assert put_together == []


def test_a_message_stands_where_the_tool_finds_it():
    """Inside an f-string it does not, and would be English in every language."""
    found = set(_messages())

    overlooked = [
        f"{path.name}:{call.lineno} {call.args[0].value!r}"
        for path, call in _calls()
        if call.args
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value not in {*found, ""}
    ]

    assert overlooked == []


def test_a_message_gets_every_fact_that_it_names():
    lacking = [
        f"{path.name}:{call.lineno} {call.args[0].value!r}"
        for path, call in _calls()
        if _name(call) != "N_"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and all(keyword.arg for keyword in call.keywords)
        and _places(call.args[0].value) - {keyword.arg for keyword in call.keywords}
    ]

    assert lacking == []


def test_texts_fill_in_the_facts():
    _ = Texts("en")

    assert _("Recharge {amount}", amount="₹500.00") == "Recharge ₹500.00"


def test_texts_speak_hindi():
    assert Texts("hi").month_names[3] == "अप्रैल"


def test_the_empty_message_is_empty_in_every_language():
    assert {Texts(language)("") for language in LANGUAGES} == {""}


def test_a_language_without_texts_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="fr"):
        Texts("fr")


def _messages():
    return [entry.id for entry in messages_in_code() if entry.id]


def _wording(catalogue, message):
    entry = catalogue.get(message)
    return entry.string if entry else ""


def _places(message):
    return {field for _, field, _, _ in string.Formatter().parse(message) if field is not None}


def _has_words(message):
    return any(
        re.search(r"[^\W\d_]", literal) for literal, _, _, _ in string.Formatter().parse(message)
    )


def _calls():
    for path in speaking_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node) in MARKS:
                yield path, node


def _name(call):
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _is_marked(argument):
    """``_(WORDS[kind])`` and ``_(self.title())`` show a constant marked elsewhere."""
    return isinstance(argument, ast.Call) and not _is_formatting(argument)


def _is_formatting(call):
    return isinstance(call.func, ast.Attribute) and call.func.attr in {"format", "join"}
