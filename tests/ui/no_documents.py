"""Documents that nobody writes, for pages that are not about them."""

from ui.desk.kit.documents import Documents

NO_DOCUMENTS = Documents(
    receipt_pdf=lambda *_given: b"",
    upi_slip_pdf=lambda *_given: b"",
    shift_report_pdf=lambda *_given: b"",
    day_end_pdf=lambda *_given: b"",
    balance_pdf=lambda *_given: b"",
    billing_sheet_xlsx=lambda *_given: None,
    simulation_xlsx=lambda *_given: None,
    pictures=lambda *_given: [],
    page_picture=lambda *_given: None,
    thermal_image=lambda *_given: None,
    code_modules=lambda *_given: [],
    amount_in_words=lambda *_given: "",
    text_sheet_xlsx=lambda *_given: None,
    register_pdf=lambda *_given: b"",
    register_xlsx=lambda *_given: None,
    notices_pdf=lambda *_given: b"",
    list_file=lambda *_given: None,
    recovery_words_pdf=lambda *_given: b"",
    support_bundle=lambda *_given: None,
    read_settlement=lambda *_given: None,
    write_rejected=lambda *_given: None,
)
