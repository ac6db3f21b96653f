CREATE TABLE day_end (
	office_id BIGINT NOT NULL, 
	counter BIGINT NOT NULL, 
	business_day BIGINT NOT NULL, 
	part BIGINT NOT NULL CHECK (part > 0), 
	slip TEXT COLLATE "C" NOT NULL, 
	receipts BIGINT NOT NULL, 
	collected_paise BIGINT NOT NULL, 
	deposit_paise BIGINT NOT NULL, 
	denominations TEXT COLLATE "C" NOT NULL, 
	cheques BIGINT NOT NULL, 
	cheques_paise BIGINT NOT NULL, 
	anchor TEXT COLLATE "C" NOT NULL, 
	closed_at_ms BIGINT NOT NULL, 
	closed_by TEXT COLLATE "C" NOT NULL, 
	entry_seq BIGINT, 
	PRIMARY KEY (office_id, counter, business_day, part), 
	CHECK (part = 1 OR counter = 0)
)
;
CREATE TABLE reference_taken (
	office_id BIGINT NOT NULL, 
	tender TEXT COLLATE "C" NOT NULL, 
	reference TEXT COLLATE "C" NOT NULL, 
	number TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, tender, reference)
)
;
CREATE TABLE settlement_file (
	office_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	sha256 TEXT COLLATE "C" NOT NULL, 
	tender TEXT COLLATE "C" NOT NULL, 
	lines BIGINT NOT NULL, 
	taken_at_ms BIGINT NOT NULL, 
	taken_by TEXT COLLATE "C" NOT NULL, 
	entry_seq BIGINT, 
	PRIMARY KEY (office_id, id), 
	UNIQUE (office_id, sha256)
)
;
CREATE TABLE sheet_mapping (
	office_id BIGINT NOT NULL, 
	purpose TEXT COLLATE "C" NOT NULL, 
	headings TEXT COLLATE "C" NOT NULL, 
	columns TEXT COLLATE "C" NOT NULL, 
	mapped_at_ms BIGINT NOT NULL, 
	mapped_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, purpose, headings)
)
;
CREATE TABLE shift (
	office_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	counter BIGINT NOT NULL CHECK (counter > 0), 
	business_day BIGINT NOT NULL, 
	opened_at_ms BIGINT NOT NULL, 
	opened_by TEXT COLLATE "C" NOT NULL, 
	closed_at_ms BIGINT, 
	closed_by TEXT COLLATE "C", 
	z_number BIGINT, 
	expected_paise BIGINT, 
	reason TEXT COLLATE "C" NOT NULL, 
	handed_to TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, id), 
	CHECK ((closed_at_ms IS NULL) = (closed_by IS NULL)), 
	CHECK ((closed_at_ms IS NULL) = (z_number IS NULL)), 
	UNIQUE (office_id, counter, z_number)
)
;
CREATE INDEX shift_by_day ON shift (office_id, business_day, counter)
;
CREATE UNIQUE INDEX shift_open ON shift (office_id, counter) WHERE closed_at_ms IS NULL
;
CREATE TABLE signing_key (
	office_id BIGINT NOT NULL, 
	id TEXT COLLATE "C" NOT NULL, 
	public_key TEXT COLLATE "C" NOT NULL, 
	made_at_ms BIGINT NOT NULL, 
	made_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, id)
)
;
CREATE TABLE arrear (
	office_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	amount_paise BIGINT NOT NULL CHECK (amount_paise > 0), 
	rest_paise BIGINT NOT NULL CHECK (rest_paise >= 0), 
	instalments_paid BIGINT NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	instalments BIGINT NOT NULL, 
	percent BIGINT NOT NULL, 
	threshold_paise BIGINT NOT NULL, 
	starts_day BIGINT NOT NULL, 
	state TEXT COLLATE "C" NOT NULL CHECK (state IN ('live', 'settled', 'ended')), 
	reason TEXT COLLATE "C" NOT NULL, 
	booked_at_ms BIGINT NOT NULL, 
	booked_by TEXT COLLATE "C" NOT NULL, 
	entry_seq BIGINT NOT NULL, 
	PRIMARY KEY (office_id, id), 
	CHECK ((state = 'live') = (rest_paise > 0)), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
;
CREATE INDEX arrear_by_consumer ON arrear (office_id, consumer_id)
;
CREATE UNIQUE INDEX arrear_live ON arrear (office_id, consumer_id) WHERE state = 'live'
;
CREATE TABLE cheque_bar (
	office_id BIGINT NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	since_day BIGINT NOT NULL, 
	until_day BIGINT NOT NULL, 
	number TEXT COLLATE "C" NOT NULL, 
	reason TEXT COLLATE "C" NOT NULL, 
	barred_by TEXT COLLATE "C" NOT NULL, 
	lifted_at_ms BIGINT, 
	lifted_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, consumer_id, since_day), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
;
CREATE TABLE cheque_held (
	office_id BIGINT NOT NULL, 
	id TEXT COLLATE "C" NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	amount_paise BIGINT NOT NULL CHECK (amount_paise > 0), 
	reference TEXT COLLATE "C" NOT NULL, 
	bank TEXT COLLATE "C" NOT NULL, 
	dated_day BIGINT NOT NULL, 
	kept_at_ms BIGINT NOT NULL, 
	kept_by TEXT COLLATE "C" NOT NULL, 
	state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'taken', 'returned')), 
	number TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
;
CREATE TABLE drawer_count (
	office_id BIGINT NOT NULL, 
	shift_id BIGINT NOT NULL, 
	occasion TEXT COLLATE "C" NOT NULL CHECK (occasion IN ('open', 'close')), 
	denomination BIGINT NOT NULL, 
	pieces BIGINT NOT NULL CHECK (pieces > 0), 
	PRIMARY KEY (office_id, shift_id, occasion, denomination), 
	FOREIGN KEY(office_id, shift_id) REFERENCES shift (office_id, id)
)
;
CREATE TABLE drawer_move (
	office_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	shift_id BIGINT NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('pay_out', 'drop')), 
	amount_paise BIGINT NOT NULL CHECK (amount_paise > 0), 
	payee TEXT COLLATE "C" NOT NULL, 
	reason TEXT COLLATE "C" NOT NULL, 
	moved_at_ms BIGINT NOT NULL, 
	moved_by TEXT COLLATE "C" NOT NULL, 
	entry_seq BIGINT, 
	PRIMARY KEY (office_id, id), 
	FOREIGN KEY(office_id, shift_id) REFERENCES shift (office_id, id)
)
;
CREATE INDEX drawer_move_by_shift ON drawer_move (office_id, shift_id)
;
CREATE TABLE payment (
	office_id BIGINT NOT NULL, 
	id TEXT COLLATE "C" NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	tender TEXT COLLATE "C" NOT NULL, 
	amount_paise BIGINT NOT NULL CHECK (amount_paise > 0), 
	heads TEXT COLLATE "C" NOT NULL, 
	reference TEXT COLLATE "C" NOT NULL, 
	note TEXT COLLATE "C" NOT NULL, 
	counter BIGINT NOT NULL, 
	began_at_ms BIGINT NOT NULL, 
	began_by TEXT COLLATE "C" NOT NULL, 
	state TEXT COLLATE "C" NOT NULL CHECK (state IN ('unknown', 'credited', 'failed', 'dismissed')), 
	number TEXT COLLATE "C" NOT NULL, 
	decision TEXT COLLATE "C" NOT NULL, 
	decided_at_ms BIGINT, 
	decided_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
;
CREATE INDEX payment_by_reference ON payment (office_id, reference)
;
CREATE INDEX payment_by_state ON payment (office_id, state, began_at_ms)
;
CREATE TABLE settlement_line (
	office_id BIGINT NOT NULL, 
	file_id BIGINT NOT NULL, 
	line BIGINT NOT NULL, 
	reference TEXT COLLATE "C" NOT NULL, 
	order_reference TEXT COLLATE "C" NOT NULL, 
	amount_paise BIGINT NOT NULL, 
	fee_paise BIGINT NOT NULL, 
	paid_day BIGINT, 
	status TEXT COLLATE "C" NOT NULL, 
	outcome TEXT COLLATE "C" NOT NULL, 
	number TEXT COLLATE "C" NOT NULL, 
	payment_id TEXT COLLATE "C" NOT NULL, 
	note TEXT COLLATE "C" NOT NULL, 
	decided_at_ms BIGINT, 
	decided_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, file_id, line), 
	FOREIGN KEY(office_id, file_id) REFERENCES settlement_file (office_id, id)
)
;
CREATE INDEX settlement_line_by_outcome ON settlement_line (office_id, outcome)
;
CREATE INDEX settlement_line_by_receipt ON settlement_line (office_id, number)
;
CREATE INDEX settlement_line_by_reference ON settlement_line (office_id, reference)
;
CREATE TABLE arrear_entry (
	office_id BIGINT NOT NULL, 
	arrear_id BIGINT NOT NULL, 
	seq BIGINT NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	business_day BIGINT NOT NULL, 
	amount_paise BIGINT NOT NULL CHECK (amount_paise <> 0), 
	rest_after_paise BIGINT NOT NULL CHECK (rest_after_paise >= 0), 
	document TEXT COLLATE "C" NOT NULL, 
	entry_seq BIGINT NOT NULL, 
	PRIMARY KEY (office_id, arrear_id, seq), 
	FOREIGN KEY(office_id, arrear_id) REFERENCES arrear (office_id, id)
)
;
CREATE INDEX arrear_entry_by_document ON arrear_entry (office_id, document)
;
CREATE TABLE print_waived (
	office_id BIGINT NOT NULL, 
	number TEXT COLLATE "C" NOT NULL, 
	waived_at_ms BIGINT NOT NULL, 
	waived_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, number), 
	FOREIGN KEY(office_id, number) REFERENCES receipt (office_id, number)
)
;
CREATE TABLE receipt_head (
	office_id BIGINT NOT NULL, 
	number TEXT COLLATE "C" NOT NULL, 
	head TEXT COLLATE "C" NOT NULL, 
	amount_paise BIGINT NOT NULL CHECK (amount_paise > 0), 
	note TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, number, head), 
	FOREIGN KEY(office_id, number) REFERENCES receipt (office_id, number)
)
;
CREATE TABLE receipt_tender (
	office_id BIGINT NOT NULL, 
	number TEXT COLLATE "C" NOT NULL, 
	line BIGINT NOT NULL CHECK (line > 0), 
	tender TEXT COLLATE "C" NOT NULL, 
	amount_paise BIGINT NOT NULL CHECK (amount_paise > 0), 
	reference TEXT COLLATE "C" NOT NULL, 
	bank TEXT COLLATE "C" NOT NULL, 
	dated_day BIGINT, 
	given_paise BIGINT, 
	shift_id BIGINT, 
	PRIMARY KEY (office_id, number, line), 
	FOREIGN KEY(office_id, number) REFERENCES receipt (office_id, number)
)
;
CREATE INDEX receipt_tender_by_reference ON receipt_tender (office_id, reference)
;
CREATE INDEX receipt_tender_by_shift ON receipt_tender (office_id, shift_id)
;
CREATE TABLE receipt_undone (
	office_id BIGINT NOT NULL, 
	number TEXT COLLATE "C" NOT NULL, 
	line BIGINT NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('cancelled', 'transferred', 'dishonoured')), 
	amount_paise BIGINT NOT NULL CHECK (amount_paise > 0), 
	to_wallet_paise BIGINT NOT NULL, 
	to_arrears_paise BIGINT NOT NULL, 
	to_deposit_paise BIGINT NOT NULL, 
	to_other_paise BIGINT NOT NULL, 
	fee_paise BIGINT NOT NULL CHECK (fee_paise >= 0), 
	reason TEXT COLLATE "C" NOT NULL, 
	asked_by TEXT COLLATE "C" NOT NULL, 
	undone_by TEXT COLLATE "C" NOT NULL, 
	counter BIGINT NOT NULL, 
	shift_id BIGINT, 
	instead TEXT COLLATE "C" NOT NULL, 
	business_day BIGINT NOT NULL, 
	undone_at_ms BIGINT NOT NULL, 
	entry_seq BIGINT NOT NULL, 
	PRIMARY KEY (office_id, number, line), 
	CHECK ((kind = 'dishonoured') = (line > 0)), 
	CHECK (amount_paise = to_wallet_paise + to_arrears_paise + to_deposit_paise + to_other_paise), 
	FOREIGN KEY(office_id, number) REFERENCES receipt (office_id, number)
)
;
CREATE INDEX receipt_undone_by_day ON receipt_undone (office_id, business_day)
;
CREATE TABLE cheque (
	office_id BIGINT NOT NULL, 
	number TEXT COLLATE "C" NOT NULL, 
	line BIGINT NOT NULL, 
	state TEXT COLLATE "C" NOT NULL CHECK (state IN ('received', 'deposited', 'cleared', 'dishonoured', 'returned')), 
	slip TEXT COLLATE "C" NOT NULL, 
	changed_day BIGINT NOT NULL, 
	changed_at_ms BIGINT NOT NULL, 
	changed_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, number, line), 
	FOREIGN KEY(office_id, number, line) REFERENCES receipt_tender (office_id, number, line)
)
;
CREATE INDEX cheque_by_state ON cheque (office_id, state)
;
CREATE TRIGGER receipt_tender_is_final_on_update BEFORE UPDATE ON receipt_tender FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_tender_is_final_on_delete BEFORE DELETE ON receipt_tender FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_tender_is_final_on_truncate BEFORE TRUNCATE ON receipt_tender FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_head_is_final_on_update BEFORE UPDATE ON receipt_head FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_head_is_final_on_delete BEFORE DELETE ON receipt_head FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_head_is_final_on_truncate BEFORE TRUNCATE ON receipt_head FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_undone_is_final_on_update BEFORE UPDATE ON receipt_undone FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_undone_is_final_on_delete BEFORE DELETE ON receipt_undone FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_undone_is_final_on_truncate BEFORE TRUNCATE ON receipt_undone FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER print_waived_is_final_on_update BEFORE UPDATE ON print_waived FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER print_waived_is_final_on_delete BEFORE DELETE ON print_waived FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER print_waived_is_final_on_truncate BEFORE TRUNCATE ON print_waived FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER drawer_count_is_final_on_update BEFORE UPDATE ON drawer_count FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER drawer_count_is_final_on_delete BEFORE DELETE ON drawer_count FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER drawer_count_is_final_on_truncate BEFORE TRUNCATE ON drawer_count FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER drawer_move_is_final_on_update BEFORE UPDATE ON drawer_move FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER drawer_move_is_final_on_delete BEFORE DELETE ON drawer_move FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER drawer_move_is_final_on_truncate BEFORE TRUNCATE ON drawer_move FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER day_end_is_final_on_update BEFORE UPDATE ON day_end FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER day_end_is_final_on_delete BEFORE DELETE ON day_end FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER day_end_is_final_on_truncate BEFORE TRUNCATE ON day_end FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER arrear_entry_is_final_on_update BEFORE UPDATE ON arrear_entry FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER arrear_entry_is_final_on_delete BEFORE DELETE ON arrear_entry FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER arrear_entry_is_final_on_truncate BEFORE TRUNCATE ON arrear_entry FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER settlement_file_is_final_on_update BEFORE UPDATE ON settlement_file FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER settlement_file_is_final_on_delete BEFORE DELETE ON settlement_file FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER settlement_file_is_final_on_truncate BEFORE TRUNCATE ON settlement_file FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER signing_key_is_final_on_update BEFORE UPDATE ON signing_key FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER signing_key_is_final_on_delete BEFORE DELETE ON signing_key FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER signing_key_is_final_on_truncate BEFORE TRUNCATE ON signing_key FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
