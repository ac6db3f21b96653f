CREATE TABLE day_end (
	office_id INTEGER NOT NULL, 
	counter INTEGER NOT NULL, 
	business_day INTEGER NOT NULL, 
	part INTEGER NOT NULL CHECK (part > 0), 
	slip TEXT NOT NULL, 
	receipts INTEGER NOT NULL, 
	collected_paise INTEGER NOT NULL, 
	deposit_paise INTEGER NOT NULL, 
	denominations TEXT NOT NULL, 
	cheques INTEGER NOT NULL, 
	cheques_paise INTEGER NOT NULL, 
	anchor TEXT NOT NULL, 
	closed_at_ms INTEGER NOT NULL, 
	closed_by TEXT NOT NULL, 
	entry_seq INTEGER, 
	PRIMARY KEY (office_id, counter, business_day, part), 
	CHECK (part = 1 OR counter = 0)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE reference_taken (
	office_id INTEGER NOT NULL, 
	tender TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	number TEXT NOT NULL, 
	PRIMARY KEY (office_id, tender, reference)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE settlement_file (
	office_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	tender TEXT NOT NULL, 
	lines INTEGER NOT NULL, 
	taken_at_ms INTEGER NOT NULL, 
	taken_by TEXT NOT NULL, 
	entry_seq INTEGER, 
	PRIMARY KEY (office_id, id), 
	UNIQUE (office_id, sha256)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE sheet_mapping (
	office_id INTEGER NOT NULL, 
	purpose TEXT NOT NULL, 
	headings TEXT NOT NULL, 
	columns TEXT NOT NULL, 
	mapped_at_ms INTEGER NOT NULL, 
	mapped_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, purpose, headings)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE shift (
	office_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	counter INTEGER NOT NULL CHECK (counter > 0), 
	business_day INTEGER NOT NULL, 
	opened_at_ms INTEGER NOT NULL, 
	opened_by TEXT NOT NULL, 
	closed_at_ms INTEGER, 
	closed_by TEXT, 
	z_number INTEGER, 
	expected_paise INTEGER, 
	reason TEXT NOT NULL, 
	handed_to TEXT NOT NULL, 
	PRIMARY KEY (office_id, id), 
	CHECK ((closed_at_ms IS NULL) = (closed_by IS NULL)), 
	CHECK ((closed_at_ms IS NULL) = (z_number IS NULL)), 
	UNIQUE (office_id, counter, z_number)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX shift_by_day ON shift (office_id, business_day, counter)
;
CREATE UNIQUE INDEX shift_open ON shift (office_id, counter) WHERE closed_at_ms IS NULL
;
CREATE TABLE signing_key (
	office_id INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	public_key TEXT NOT NULL, 
	made_at_ms INTEGER NOT NULL, 
	made_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE arrear (
	office_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	amount_paise INTEGER NOT NULL CHECK (amount_paise > 0), 
	rest_paise INTEGER NOT NULL CHECK (rest_paise >= 0), 
	instalments_paid INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	instalments INTEGER NOT NULL, 
	percent INTEGER NOT NULL, 
	threshold_paise INTEGER NOT NULL, 
	starts_day INTEGER NOT NULL, 
	state TEXT NOT NULL CHECK (state IN ('live', 'settled', 'ended')), 
	reason TEXT NOT NULL, 
	booked_at_ms INTEGER NOT NULL, 
	booked_by TEXT NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	PRIMARY KEY (office_id, id), 
	CHECK ((state = 'live') = (rest_paise > 0)), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX arrear_by_consumer ON arrear (office_id, consumer_id)
;
CREATE UNIQUE INDEX arrear_live ON arrear (office_id, consumer_id) WHERE state = 'live'
;
CREATE TABLE cheque_bar (
	office_id INTEGER NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	since_day INTEGER NOT NULL, 
	until_day INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	barred_by TEXT NOT NULL, 
	lifted_at_ms INTEGER, 
	lifted_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, consumer_id, since_day), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE cheque_held (
	office_id INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	amount_paise INTEGER NOT NULL CHECK (amount_paise > 0), 
	reference TEXT NOT NULL, 
	bank TEXT NOT NULL, 
	dated_day INTEGER NOT NULL, 
	kept_at_ms INTEGER NOT NULL, 
	kept_by TEXT NOT NULL, 
	state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'returned')), 
	number TEXT NOT NULL, 
	PRIMARY KEY (office_id, id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE drawer_count (
	office_id INTEGER NOT NULL, 
	shift_id INTEGER NOT NULL, 
	occasion TEXT NOT NULL CHECK (occasion IN ('open', 'close')), 
	denomination INTEGER NOT NULL, 
	pieces INTEGER NOT NULL CHECK (pieces > 0), 
	PRIMARY KEY (office_id, shift_id, occasion, denomination), 
	FOREIGN KEY(office_id, shift_id) REFERENCES shift (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE drawer_move (
	office_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	shift_id INTEGER NOT NULL, 
	kind TEXT NOT NULL CHECK (kind IN ('pay_out', 'drop')), 
	amount_paise INTEGER NOT NULL CHECK (amount_paise > 0), 
	payee TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	moved_at_ms INTEGER NOT NULL, 
	moved_by TEXT NOT NULL, 
	entry_seq INTEGER, 
	PRIMARY KEY (office_id, id), 
	FOREIGN KEY(office_id, shift_id) REFERENCES shift (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX drawer_move_by_shift ON drawer_move (office_id, shift_id)
;
CREATE TABLE payment (
	office_id INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	tender TEXT NOT NULL, 
	amount_paise INTEGER NOT NULL CHECK (amount_paise > 0), 
	heads TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	note TEXT NOT NULL, 
	counter INTEGER NOT NULL, 
	began_at_ms INTEGER NOT NULL, 
	began_by TEXT NOT NULL, 
	state TEXT NOT NULL CHECK (state IN ('unknown', 'credited', 'failed', 'dismissed')), 
	number TEXT NOT NULL, 
	decision TEXT NOT NULL, 
	decided_at_ms INTEGER, 
	decided_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX payment_by_reference ON payment (office_id, reference)
;
CREATE INDEX payment_by_state ON payment (office_id, state, began_at_ms)
;
CREATE TABLE settlement_line (
	office_id INTEGER NOT NULL, 
	file_id INTEGER NOT NULL, 
	line INTEGER NOT NULL, 
	reference TEXT NOT NULL, 
	order_reference TEXT NOT NULL, 
	amount_paise INTEGER NOT NULL, 
	fee_paise INTEGER NOT NULL, 
	paid_day INTEGER, 
	status TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	number TEXT NOT NULL, 
	payment_id TEXT NOT NULL, 
	note TEXT NOT NULL, 
	decided_at_ms INTEGER, 
	decided_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, file_id, line), 
	FOREIGN KEY(office_id, file_id) REFERENCES settlement_file (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX settlement_line_by_outcome ON settlement_line (office_id, outcome)
;
CREATE INDEX settlement_line_by_receipt ON settlement_line (office_id, number)
;
CREATE INDEX settlement_line_by_reference ON settlement_line (office_id, reference)
;
CREATE TABLE arrear_entry (
	office_id INTEGER NOT NULL, 
	arrear_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	business_day INTEGER NOT NULL, 
	amount_paise INTEGER NOT NULL CHECK (amount_paise <> 0), 
	rest_after_paise INTEGER NOT NULL CHECK (rest_after_paise >= 0), 
	document TEXT NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	PRIMARY KEY (office_id, arrear_id, seq), 
	FOREIGN KEY(office_id, arrear_id) REFERENCES arrear (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX arrear_entry_by_document ON arrear_entry (office_id, document)
;
CREATE TABLE print_waived (
	office_id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	waived_at_ms INTEGER NOT NULL, 
	waived_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, number), 
	FOREIGN KEY(office_id, number) REFERENCES receipt (office_id, number)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE receipt_head (
	office_id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	head TEXT NOT NULL, 
	amount_paise INTEGER NOT NULL CHECK (amount_paise > 0), 
	note TEXT NOT NULL, 
	PRIMARY KEY (office_id, number, head), 
	FOREIGN KEY(office_id, number) REFERENCES receipt (office_id, number)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE receipt_tender (
	office_id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	line INTEGER NOT NULL CHECK (line > 0), 
	tender TEXT NOT NULL, 
	amount_paise INTEGER NOT NULL CHECK (amount_paise > 0), 
	reference TEXT NOT NULL, 
	bank TEXT NOT NULL, 
	dated_day INTEGER, 
	given_paise INTEGER, 
	shift_id INTEGER, 
	PRIMARY KEY (office_id, number, line), 
	FOREIGN KEY(office_id, number) REFERENCES receipt (office_id, number)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX receipt_tender_by_reference ON receipt_tender (office_id, reference)
;
CREATE INDEX receipt_tender_by_shift ON receipt_tender (office_id, shift_id)
;
CREATE TABLE receipt_undone (
	office_id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	line INTEGER NOT NULL, 
	kind TEXT NOT NULL CHECK (kind IN ('cancelled', 'transferred', 'dishonoured')), 
	amount_paise INTEGER NOT NULL CHECK (amount_paise > 0), 
	to_wallet_paise INTEGER NOT NULL, 
	to_arrears_paise INTEGER NOT NULL, 
	to_deposit_paise INTEGER NOT NULL, 
	to_other_paise INTEGER NOT NULL, 
	fee_paise INTEGER NOT NULL CHECK (fee_paise >= 0), 
	reason TEXT NOT NULL, 
	asked_by TEXT NOT NULL, 
	undone_by TEXT NOT NULL, 
	counter INTEGER NOT NULL, 
	shift_id INTEGER, 
	"instead" TEXT NOT NULL, 
	business_day INTEGER NOT NULL, 
	undone_at_ms INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	PRIMARY KEY (office_id, number, line), 
	CHECK ((kind = 'dishonoured') = (line > 0)), 
	CHECK (amount_paise = to_wallet_paise + to_arrears_paise + to_deposit_paise + to_other_paise), 
	FOREIGN KEY(office_id, number) REFERENCES receipt (office_id, number)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX receipt_undone_by_day ON receipt_undone (office_id, business_day)
;
CREATE TABLE cheque (
	office_id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	line INTEGER NOT NULL, 
	state TEXT NOT NULL CHECK (state IN ('received', 'deposited', 'cleared', 'dishonoured', 'returned')), 
	slip TEXT NOT NULL, 
	changed_day INTEGER NOT NULL, 
	changed_at_ms INTEGER NOT NULL, 
	changed_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, number, line), 
	FOREIGN KEY(office_id, number, line) REFERENCES receipt_tender (office_id, number, line)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX cheque_by_state ON cheque (office_id, state)
;
CREATE TRIGGER receipt_tender_is_final_on_update BEFORE UPDATE ON receipt_tender BEGIN SELECT RAISE(ABORT, 'a row of receipt_tender is final'); END
;
CREATE TRIGGER receipt_tender_is_final_on_delete BEFORE DELETE ON receipt_tender BEGIN SELECT RAISE(ABORT, 'a row of receipt_tender is final'); END
;
CREATE TRIGGER receipt_head_is_final_on_update BEFORE UPDATE ON receipt_head BEGIN SELECT RAISE(ABORT, 'a row of receipt_head is final'); END
;
CREATE TRIGGER receipt_head_is_final_on_delete BEFORE DELETE ON receipt_head BEGIN SELECT RAISE(ABORT, 'a row of receipt_head is final'); END
;
CREATE TRIGGER receipt_undone_is_final_on_update BEFORE UPDATE ON receipt_undone BEGIN SELECT RAISE(ABORT, 'a row of receipt_undone is final'); END
;
CREATE TRIGGER receipt_undone_is_final_on_delete BEFORE DELETE ON receipt_undone BEGIN SELECT RAISE(ABORT, 'a row of receipt_undone is final'); END
;
CREATE TRIGGER print_waived_is_final_on_update BEFORE UPDATE ON print_waived BEGIN SELECT RAISE(ABORT, 'a row of print_waived is final'); END
;
CREATE TRIGGER print_waived_is_final_on_delete BEFORE DELETE ON print_waived BEGIN SELECT RAISE(ABORT, 'a row of print_waived is final'); END
;
CREATE TRIGGER drawer_count_is_final_on_update BEFORE UPDATE ON drawer_count BEGIN SELECT RAISE(ABORT, 'a row of drawer_count is final'); END
;
CREATE TRIGGER drawer_count_is_final_on_delete BEFORE DELETE ON drawer_count BEGIN SELECT RAISE(ABORT, 'a row of drawer_count is final'); END
;
CREATE TRIGGER drawer_move_is_final_on_update BEFORE UPDATE ON drawer_move BEGIN SELECT RAISE(ABORT, 'a row of drawer_move is final'); END
;
CREATE TRIGGER drawer_move_is_final_on_delete BEFORE DELETE ON drawer_move BEGIN SELECT RAISE(ABORT, 'a row of drawer_move is final'); END
;
CREATE TRIGGER day_end_is_final_on_update BEFORE UPDATE ON day_end BEGIN SELECT RAISE(ABORT, 'a row of day_end is final'); END
;
CREATE TRIGGER day_end_is_final_on_delete BEFORE DELETE ON day_end BEGIN SELECT RAISE(ABORT, 'a row of day_end is final'); END
;
CREATE TRIGGER arrear_entry_is_final_on_update BEFORE UPDATE ON arrear_entry BEGIN SELECT RAISE(ABORT, 'a row of arrear_entry is final'); END
;
CREATE TRIGGER arrear_entry_is_final_on_delete BEFORE DELETE ON arrear_entry BEGIN SELECT RAISE(ABORT, 'a row of arrear_entry is final'); END
;
CREATE TRIGGER settlement_file_is_final_on_update BEFORE UPDATE ON settlement_file BEGIN SELECT RAISE(ABORT, 'a row of settlement_file is final'); END
;
CREATE TRIGGER settlement_file_is_final_on_delete BEFORE DELETE ON settlement_file BEGIN SELECT RAISE(ABORT, 'a row of settlement_file is final'); END
;
CREATE TRIGGER signing_key_is_final_on_update BEFORE UPDATE ON signing_key BEGIN SELECT RAISE(ABORT, 'a row of signing_key is final'); END
;
CREATE TRIGGER signing_key_is_final_on_delete BEFORE DELETE ON signing_key BEGIN SELECT RAISE(ABORT, 'a row of signing_key is final'); END
;
