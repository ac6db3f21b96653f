"""Rows of a tariff: where Tab leads."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.desk.tariffs.rows_field import RowsField


def test_tab_leads_through_the_rows_and_on_in_the_form(qtbot, theme):
    form = QWidget()
    qtbot.addWidget(form)
    before, rows, after = (
        QLineEdit(),
        RowsField(theme, ("Up to", "Rate"), is_open=True),
        QLineEdit(),
    )
    column = QVBoxLayout(form)
    for field in (before, rows, after):
        column.addWidget(field)
    rows.show_value((("50", "1.00"), ("", "2.00")))
    with qtbot.waitExposed(form):
        form.show()
    before.setFocus()

    passed = []
    for _step in range(6):
        qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Tab)
        passed.append(form.focusWidget())

    cells = [rows.cell(row, place) for row in (0, 1) for place in (0, 1)]
    assert passed == [*cells, rows.add, after]
