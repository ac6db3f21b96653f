"""The search index of consumers: beginnings of words, names as they sound, parts of numbers.

Words are those of number, name, mobile and meter, and the sounds of the name's. SQLite keeps them
in an FTS5 table that carries nothing but the index, PostgreSQL in a table of words ordered byte by
byte, so that the words that begin with something lie in one stretch. Parts are every four
characters that follow each other in mobile and meter: an FTS5 table here, a GIN index there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, text

from domain.sounding import near_sounds, plain, sound_of
from storage.dialect import is_server
from storage.rows import driver_numbers, driver_rows, insert_many, json_list

#: Consumer, number, name, mobile, meter.
Found = tuple[int, str, str, str, str]

#: What parts words, for a person as for FTS5; the signs of Indian and Arabic scripts are in words.
_NOT_A_WORD = re.compile(r"(?:[^\w\u0600-\u06FF\u0900-\u0DFF]|_)+")
#: Above every character that a word can hold: the end of the words that begin with something.
_END = "\U0010ffff"
#: Below every character that a word can hold: the end of a word by itself.
_NEXT = "\x01"
#: Nobody types these: before a sound, a part of a mobile, a part of a meter.
_SOUND, _IN_MOBILE, _IN_METER = "\ue000", "\ue001", "\ue002"
#: So many characters that follow each other are a part; fewer are found as beginnings only.
PART = 4
#: A sound of one letter is compared whole: half the office begins with it.
_LEAST_SOUND = 2
_LONGEST_OF_ONE = 3
#: A sound that may be misspelt is looked for as a beginning when it is as long as this.
_LEAST_BEGINNING = 4
_BATCH = 20_000
#: So many stretches of words PostgreSQL plans for; more are looked up one after the other.
_FEW_STRETCHES = 4
#: So many words are looked for; of the thousands of a pasted page a server never finds an end.
_MOST_WORDS = 12
#: Hardly anybody has more words that begin with the same letters.
_WORDS_EACH = 4


class Likeness(IntEnum):
    """How far what is found may be from what was typed."""

    BEGINS = 0
    SOUNDS = 1
    MISSPELT = 2


@dataclass(frozen=True, slots=True)
class _Sought:
    """What one typed word is looked for as: beginnings, whole words, and parts of numbers."""

    beginnings: tuple[str, ...]
    wholes: tuple[str, ...] = ()
    #: Each of them all together, in the mobile or in the meter.
    parts: tuple[tuple[str, ...], ...] = ()


def index_consumers(connection: Connection, office_id: int, rows: Sequence[Found]) -> None:
    """Put consumers into the index, replacing what it had of them."""
    if is_server(connection):
        unindex_consumers(connection, office_id, [row[0] for row in rows])
        insert_many(
            connection,
            "consumer_word",
            ("office_id", "word", "consumer_id"),
            [(office_id, word, row[0]) for row in rows for word in _words_in(row)],
        )
        insert_many(
            connection,
            "consumer_part",
            ("office_id", "consumer_id", "parts"),
            [(office_id, row[0], _of_office(office_id, _parts_in(row))) for row in rows],
        )
        return
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO consumer_search (rowid, words) VALUES (?, ?)",
        [(row[0], " ".join(_words_in(row))) for row in rows],
    )
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO consumer_part (rowid, parts) VALUES (?, ?)",
        [(row[0], " ".join(_parts_in(row))) for row in rows],
    )


def unindex_consumers(connection: Connection, office_id: int, ids: Iterable[int]) -> None:
    """Take consumers out of the index: they are found no more."""
    tables = ("consumer_word", "consumer_part")
    condition = "office_id = :office_id AND consumer_id"
    if not is_server(connection):
        tables, condition = ("consumer_search", "consumer_part"), "rowid"
    for table in tables:
        connection.execute(
            text(
                f"DELETE FROM {table} WHERE {condition} IN (SELECT value FROM numbers_in(:ids) n)"
            ),
            {"office_id": office_id, "ids": json_list(ids)},
        )


def forget_what_was_indexed(connection: Connection) -> None:
    """Let nothing be left of words that the index has no more.

    FTS5 marks what goes as gone and keeps it, to be read in the file, until it merges that part.
    """
    if not is_server(connection):
        for table in ("consumer_search", "consumer_part"):
            connection.exec_driver_sql(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


def index_all_consumers(connection: Connection) -> None:
    """Fill the index of every office in the database anew; what it had is gone already."""
    for office_id in connection.execute(text("SELECT office_id FROM office")).scalars().all():
        last = 0
        while rows := _consumers_after(connection, office_id, last):
            index_consumers(connection, office_id, rows)
            last = rows[-1][0]


def find_by_words(
    connection: Connection,
    office_id: int,
    typed: str,
    limit: int | None,
    likeness: Likeness = Likeness.BEGINS,
) -> list[int]:
    """Return the ids of the consumers in whom every word typed is found, in order of the ids.

    Of more than a dozen words the first ones count.

    Whoever is found by a narrower likeness is found by a wider one, too. With a limit SQLite finds
    the first ones, PostgreSQL any.
    """
    words = list(dict.fromkeys(words_of(typed)))[:_MOST_WORDS]
    if not words:
        return []
    sought = [_sought(word, likeness) for word in words]
    parameters: dict[str, Any] = {"office_id": office_id}
    if is_server(connection):
        sql = _in_words(sought, office_id, parameters)
    else:
        sql = _in_index(sought, parameters)
    if limit is not None:
        sql += " LIMIT :limit"
        # On a server somebody may be found by several of their words.
        parameters["limit"] = limit * _WORDS_EACH if is_server(connection) else limit
    found = driver_numbers(connection, sql, parameters).tolist()
    return sorted(set(found))[:limit] if is_server(connection) else found


def words_of(typed: str) -> list[str]:
    """Return the words of what somebody typed, as the index keeps words."""
    return [word for word in _NOT_A_WORD.split(plain(typed)) if word]


def can_be_wider(typed: str, likeness: Likeness) -> bool:
    """Whether a likeness finds more than the one before it could."""
    narrower = Likeness(likeness - 1)
    return any(_sought(word, likeness) != _sought(word, narrower) for word in words_of(typed))


def _consumers_after(connection: Connection, office_id: int, last: int) -> list[Found]:
    return driver_rows(
        connection,
        "SELECT c.id, c.number, c.name, c.mobile, m.serial FROM consumer c"
        " JOIN consumer_version v ON v.office_id = c.office_id AND v.consumer_id = c.id"
        "  AND (v.effective_day, v.version_seq) = ("
        "   SELECT e.effective_day, e.version_seq FROM consumer_version e"
        "   WHERE e.office_id = c.office_id AND e.consumer_id = c.id"
        "   ORDER BY e.effective_day DESC, e.version_seq DESC LIMIT 1)"
        " JOIN meter m ON m.office_id = v.office_id AND m.id = v.meter_id"
        " WHERE c.office_id = :office_id AND c.id > :last ORDER BY c.id LIMIT :batch",
        {"office_id": office_id, "last": last, "batch": _BATCH},
    )


def _words_in(row: Found) -> list[str]:
    _consumer, number, name, mobile, meter = row
    words = {word for field in (number, name, mobile, meter) for word in words_of(field)}
    sounds = {f"{_SOUND}{sound}" for word in words_of(name) if (sound := sound_of(word))}
    return sorted(words | sounds)


def _parts_in(row: Found) -> list[str]:
    _consumer, _number, _name, mobile, meter = row
    return sorted({*_parts(_IN_MOBILE, mobile), *_parts(_IN_METER, meter)})


def _parts(mark: str, number: str) -> list[str]:
    whole = "".join(words_of(number))
    return [f"{mark}{whole[at : at + PART]}" for at in range(len(whole) - PART + 1)]


def _of_office(office_id: int, parts: Iterable[str]) -> list[str]:
    """Return parts as a server's index keeps them, which is one for all its offices."""
    return [f"{office_id}{part}" for part in parts]


def _sought(word: str, likeness: Likeness) -> _Sought:
    if likeness is Likeness.BEGINS:
        return _Sought((word,))
    if any(letter.isdigit() for letter in word):
        marks = (_IN_MOBILE, _IN_METER) if len(word) >= PART else ()
        return _Sought((word,), parts=tuple(tuple(_parts(mark, word)) for mark in marks))
    sound = sound_of(word) if len(word) >= _LEAST_SOUND else ""
    # Of a longer word one letter is no sound: nobody is called zzzz.
    sounds = [sound] if len(sound) >= _LEAST_SOUND or len(word) <= _LONGEST_OF_ONE else []
    least = _LEAST_SOUND
    if likeness is Likeness.MISSPELT and (near := near_sounds(word)):
        sounds, least = [*sounds, *near], _LEAST_BEGINNING
    return _Sought(
        (word, *(f"{_SOUND}{sound}" for sound in sounds if len(sound) >= least)),
        tuple(f"{_SOUND}{sound}" for sound in sounds if 0 < len(sound) < least),
    )


def _in_index(sought: Sequence[_Sought], parameters: dict[str, Any]) -> str:
    """Return the query for SQLite: all words in one match, cut by those with parts."""
    select = "SELECT rowid FROM consumer_search WHERE consumer_search MATCH :{}"
    plain_words = [one for one in sought if not one.parts]
    with_parts = [one for one in sought if one.parts]
    each = []
    for place, one in enumerate(with_parts):
        parameters |= {f"match{place}": _match(one), f"parts{place}": _match_of_parts(one)}
        each.append(
            f"{select.format(f'match{place}')} UNION"
            f" SELECT rowid FROM consumer_part WHERE consumer_part MATCH :parts{place}"
        )
    if not plain_words:
        first, *others = each
        cut = [f" WHERE rowid IN ({other})" for other in others[:1]]
        cut += [f" AND rowid IN ({other})" for other in others[1:]]
        return f"SELECT rowid FROM ({first}){''.join(cut)} ORDER BY rowid"
    parameters["match"] = " AND ".join(_match(one) for one in plain_words)
    # The plus keeps FTS5 from being asked anew for each of these rows.
    cut = [f" AND +rowid IN ({one})" for one in each]
    return f"{select.format('match')}{''.join(cut)} ORDER BY rowid"


def _match(one: _Sought) -> str:
    beginnings = [f"{_quoted(word)}*" for word in one.beginnings]
    return f"({' OR '.join([*beginnings, *map(_quoted, one.wholes)])})"


def _match_of_parts(one: _Sought) -> str:
    return " OR ".join(f"({' AND '.join(map(_quoted, parts))})" for parts in one.parts)


def _quoted(word: str) -> str:
    return f'"{word}"'


def _in_words(sought: Sequence[_Sought], office_id: int, parameters: dict[str, Any]) -> str:
    """Return the query for PostgreSQL: whoever has the rarest word, if they have the others.

    That is a part of a number, or else the longest word that is not looked for misspelt.

    Not in order: to sort everybody whose number begins with 1 would take longer than to look.
    """
    rarest, *others = sorted(sought, key=_how_rare)
    found = [f"SELECT w.consumer_id FROM {_words_of_server(rarest, 0, parameters)}"]
    found += [
        f"SELECT p.consumer_id FROM {one}"
        for one in _parts_of_server(rarest, 0, office_id, parameters)
    ]
    sets = [f"f AS MATERIALIZED ({' UNION ALL '.join(found)})"]
    conditions = []
    for place, other in enumerate(others, start=1):
        fitting = _words_of_server(other, place, parameters)
        having = f"SELECT w.consumer_id FROM {fitting}"
        if _may_be_misspelt(other):
            # The planner takes them for too many to be looked up in, unless they are joined.
            sets.append(f"f{place} AS MATERIALIZED ({having})")
            conditions.append(f"f.consumer_id IN (SELECT consumer_id FROM f{place})")
            continue
        if len(other.beginnings[0]) >= _LEAST_BEGINNING and not other.parts:
            # Few have it, and are looked up in; a join the planner would choose by guessing.
            conditions.append(f"(f.consumer_id IN ({having})) IS TRUE")
            continue
        # By who has them, not by the words: of those the planner would read the whole stretch.
        fitting = fitting.replace("w.word ", "(w.word || '') ")
        either = [f"{fitting} AND w.consumer_id = f.consumer_id"]
        either += [
            f"{one} AND p.consumer_id = f.consumer_id"
            for one in _parts_of_server(other, place, office_id, parameters)
        ]
        has_one = [f"(SELECT true FROM {one} LIMIT 1)" for one in either]
        conditions.append(f"coalesce({', '.join(has_one)})")
    cut = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"WITH {', '.join(sets)} SELECT f.consumer_id FROM f{cut}"


def _how_rare(one: _Sought) -> tuple[bool, bool, int]:
    return not one.parts, _may_be_misspelt(one), -len(one.beginnings[0])


def _may_be_misspelt(one: _Sought) -> bool:
    return len(one.beginnings) > _FEW_STRETCHES


def _words_of_server(one: _Sought, place: int, parameters: dict[str, Any]) -> str:
    """Return from where the words come that fit: stretches, and whole ones."""
    if _may_be_misspelt(one):
        parameters |= {
            f"from{place}": json_list((*one.beginnings, *one.wholes)),
            f"to{place}": json_list(
                (
                    *(f"{word}{_END}" for word in one.beginnings),
                    *(f"{word}{_NEXT}" for word in one.wholes),
                )
            ),
        }
        return (
            f"unnest(CAST(:from{place} AS text[]), CAST(:to{place} AS text[]))"
            " AS s (first, last) JOIN consumer_word w ON w.office_id = :office_id"
            ' AND w.word >= s.first COLLATE "C" AND w.word < s.last COLLATE "C" WHERE true'
        )
    either = []
    for number, word in enumerate(one.beginnings):
        name = f"{place}_{number}"
        parameters |= {f"from{name}": word, f"to{name}": f"{word}{_END}"}
        either.append(f"(w.word >= :from{name} AND w.word < :to{name})")
    if one.wholes:
        parameters[f"wholes{place}"] = json_list(one.wholes)
        either.append(f"w.word IN (SELECT value FROM words_in(:wholes{place}) h)")
    return f"consumer_word w WHERE w.office_id = :office_id AND ({' OR '.join(either)})"


def _parts_of_server(
    one: _Sought, place: int, office_id: int, parameters: dict[str, Any]
) -> list[str]:
    """Return from where the parts of numbers come that fit, one for each field."""
    found = []
    for number, parts in enumerate(one.parts):
        name = f"parts{place}_{number}"
        parameters[name] = json_list(_of_office(office_id, parts))
        found.append(
            f"consumer_part p WHERE p.office_id = :office_id AND p.parts @> CAST(:{name} AS text[])"
        )
    return found
