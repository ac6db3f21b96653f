"""Commands of what is in doubt: the recovery list, and the files of banks and gateways."""

import csv
from pathlib import Path

from openpyxl import Workbook

HEADER = "Txn Date,UTR No.,Txn Amount,Order Id,MDR,Status"


def park(desk, order="o1", reference="U1", amount="500"):
    return desk.json(
        *("payments", "park", "--consumer", "1001", "--amount", amount, "--tender", "upi"),
        *("--reference", reference, "--order-id", order, "--note", "showed a screen"),
    )


def recharge(desk, order, reference, amount="500"):
    return desk.json(
        *("recharge", "--consumer", "1001", "--amount", amount, "--tender", "upi"),
        *("--order-id", order, "--reference", reference),
    ).json["receipt"]["number"]


def test_a_payment_in_doubt_is_kept_listed_and_decided(desk):
    kept = park(desk)

    assert (kept.code, kept.json["payment"]["state"]) == (0, "unknown")
    listed = desk.run("payments", "list").out
    assert "U1" in listed
    assert "0 min" in listed
    assert desk.balance("1001") == 50000
    failed = desk.json("payments", "fail", "--id", "o1", "--reason", "Bank says so")
    assert failed.json["payment"]["state"] == "failed"
    assert desk.json("payments", "list").json["payments"] == []
    [told] = desk.json("payments", "list", "--state", "all").json["payments"]
    assert told["decision"] == "Bank says so"
    refused = desk.run("payments", "dismiss", "--id", "o1", "--reason", "x")
    assert refused.is_refused_in_one_sentence()
    assert "Failed" in refused.err


def test_a_file_is_judged_taken_once_and_its_lines_decided(desk):
    recharge(desk, "a", "U0", "100")
    park(desk)
    file = desk.file(
        *("bank.csv", HEADER),
        "10/07/2025,U0,100.00,,2.36,SUCCESS",
        '10/07/2025,U1,"₹500.00",o1,,SUCCESS',
        "10/07/2025,U7,70,,,SUCCESS",
        "10/07/2025,U8,80,,,SUCCESS",
        "10/07/2025,U9,many,,,SUCCESS",
    )

    tried = desk.json("settlement", "take", file, "--dry-run").json
    assert tried["outcomes"]["credited"] == {"count": 1, "amount": 50000}
    assert desk.json("settlement", "files").json["files"] == []
    taken = desk.json("settlement", "take", file).json

    assert taken["outcomes"] == tried["outcomes"]
    assert taken["columns"]["reference"] == "UTR No."
    assert (taken["rejected"], taken["rejections"][0]["code"]) == (1, "not_an_amount")
    with Path(taken["rejected_file"]).open(encoding="utf-8-sig", newline="") as written:
        header, row = csv.reader(written)
    assert (header[-1], row[2]) == ("reason", "many")
    assert desk.balance("1001") == 50000 + 10000 + 50000
    again = desk.run("settlement", "take", file)
    assert again.is_refused_in_one_sentence()
    first, second = desk.json("settlement", "lines").json["lines"]
    credited = desk.json(
        *("settlement", "credit", "--file", first["file"], "--line", first["line"]),
        *("--consumer", "1002", "--reason", "Asked the bank"),
    )
    assert credited.json["receipt"]["amount"] == 7000
    put_aside = desk.run(
        *("settlement", "dismiss", "--file", second["file"], "--line", second["line"]),
        *("--reason", "Of another office"),
    )
    assert put_aside.code == 0
    assert desk.run("settlement", "lines").out.strip() == "No line waits for a person."
    assert desk.json("payments", "list").json["unsettled"] == {"upi": 0, "card": 0, "gateway": 0}
    assert desk.json("settlement", "files").json["files"][0]["settled"] == 67000
    assert desk.json("check").code == 0


def test_unknown_columns_are_said_once_and_remembered(desk):
    first = desk.file("a.csv", "Beleg;Summe", "U1;5,00".replace(",", "."))
    second = desk.file("b.csv", "Beleg;Summe", "U2;6.00")

    asked = desk.json("settlement", "take", first)
    assert (asked.code, asked.error["code"]) == (1, "settlement_columns_unknown")
    wrong = desk.run("settlement", "take", first, "--column", "reference:Beleg")
    assert wrong.is_refused_in_one_sentence()
    missing = desk.run("settlement", "take", first, "--column", "reference=Nummer")
    assert missing.is_refused_in_one_sentence()
    columns = ("--column", "reference=Beleg", "--column", "amount=Summe")
    assert desk.json("settlement", "take", first, *columns).code == 0
    assert desk.json("settlement", "take", second).json["outcomes"]["unknown"]["count"] == 1


def test_an_excel_file_of_a_gateway_is_taken(desk):
    book = Workbook()
    for row in (
        ("Merchant report",),
        ("Payment Id", "Amount", "Fee", "Order Receipt", "Status"),
        ("pay_1", 500, 11.8, "o1", "captured"),
        ("pay_2", "=1+1", 0, "", "captured"),
    ):
        book.active.append(row)
    path = desk.folder / "gateway.xlsx"
    book.save(path)
    park(desk)

    taken = desk.json("settlement", "take", path, "--tender", "gateway").json

    assert taken["outcomes"] == {"credited": {"count": 1, "amount": 50000}}
    assert taken["rejections"][0]["code"] == "formula_without_value"


def test_a_hostile_file_is_refused_in_one_sentence_and_changes_nothing(desk):
    for name, content in (
        ("a.csv", bytes(range(256))),
        ("b.xlsx", b"PK\x03\x04nothing"),
        ("c.csv", b"UTR,Amount\n"),
        ("d.csv", ("x" * 300 + ",😀\n1,2\n").encode()),
    ):
        path = desk.folder / name
        path.write_bytes(content)
        assert desk.run("settlement", "take", path).is_refused_in_one_sentence()
    nothing = desk.json("settlement", "take", desk.file("e.csv", "UTR,Amount", "\u202eU1,5"))
    assert (nothing.code, nothing.json["rejected"]) == (1, 1)
    assert desk.json("settlement", "files").json["files"] == []


def test_a_clerk_takes_no_settlement(staffed):
    file = staffed.file("bank.csv", HEADER, "10/07/2025,U1,5,,,OK")

    assert staffed.as_("ravi", "settlement", "take", file).error["code"] == "not_allowed"
    assert staffed.as_("meena", "settlement", "take", file).code == 0
