CREATE TABLE consumer (
	office_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	number TEXT COLLATE "C" NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	guardian TEXT COLLATE "C" NOT NULL, 
	address TEXT COLLATE "C" NOT NULL, 
	mobile TEXT COLLATE "C" NOT NULL, 
	email TEXT COLLATE "C" NOT NULL, 
	language TEXT COLLATE "C" NOT NULL, 
	connected_day BIGINT NOT NULL, 
	billed_from_day BIGINT NOT NULL, 
	initial_wh BIGINT CHECK (initial_wh >= 0), 
	initial_mtd_wh BIGINT NOT NULL CHECK (initial_mtd_wh >= 0), 
	opening_paise BIGINT NOT NULL, 
	PRIMARY KEY (office_id, id), 
	UNIQUE (office_id, number)
)
;
CREATE TABLE counter (
	office_id BIGINT NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	value BIGINT NOT NULL, 
	PRIMARY KEY (office_id, name)
)
;
CREATE TABLE event (
	office_id BIGINT NOT NULL, 
	stream TEXT COLLATE "C" NOT NULL, 
	seq BIGINT NOT NULL, 
	core TEXT COLLATE "C" NOT NULL, 
	prev BYTEA NOT NULL, 
	hash BYTEA NOT NULL, 
	PRIMARY KEY (office_id, stream, seq)
)
;
CREATE TABLE journal_entry (
	office_id BIGINT NOT NULL, 
	seq BIGINT NOT NULL, 
	business_day BIGINT NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	document TEXT COLLATE "C" NOT NULL, 
	first_posted_seq BIGINT NOT NULL, 
	last_posted_seq BIGINT NOT NULL, 
	event_seq BIGINT NOT NULL, 
	reverses BIGINT, 
	posted_at_ms BIGINT NOT NULL, 
	posted_by TEXT COLLATE "C" NOT NULL, 
	channel TEXT COLLATE "C" NOT NULL, 
	counter BIGINT NOT NULL, 
	PRIMARY KEY (office_id, seq)
)
;
CREATE INDEX journal_entry_by_day ON journal_entry (office_id, business_day)
;
CREATE TABLE ledger_account (
	office_id BIGINT NOT NULL, 
	code TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, code)
)
;
CREATE TABLE meter (
	office_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	serial TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, id), 
	UNIQUE (office_id, serial)
)
;
CREATE TABLE office (
	office_id BIGINT NOT NULL, 
	code TEXT COLLATE "C" NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	state TEXT COLLATE "C" NOT NULL, 
	address TEXT COLLATE "C" NOT NULL, 
	phone TEXT COLLATE "C" NOT NULL, 
	is_practice BIGINT NOT NULL CHECK (is_practice IN (0, 1)), 
	incarnation BIGINT NOT NULL CHECK (incarnation > 0), 
	created_at_ms BIGINT NOT NULL, 
	PRIMARY KEY (office_id), 
	UNIQUE (code)
)
;
CREATE TABLE outbox (
	office_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	topic TEXT COLLATE "C" NOT NULL, 
	body TEXT COLLATE "C" NOT NULL, 
	state TEXT COLLATE "C" NOT NULL, 
	attempts BIGINT NOT NULL, 
	created_at_ms BIGINT NOT NULL, 
	PRIMARY KEY (office_id, id)
)
;
CREATE TABLE receipt_party (
	office_id BIGINT NOT NULL, 
	number TEXT COLLATE "C" NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	address TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, number)
)
;
CREATE TABLE series (
	office_id BIGINT NOT NULL, 
	counter BIGINT NOT NULL, 
	financial_year TEXT COLLATE "C" NOT NULL, 
	incarnation BIGINT NOT NULL, 
	last_number BIGINT NOT NULL CHECK (last_number >= 0), 
	PRIMARY KEY (office_id, counter, financial_year, incarnation)
)
;
CREATE TABLE tariff_version (
	office_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	version_id TEXT COLLATE "C" NOT NULL, 
	schedule TEXT COLLATE "C" NOT NULL, 
	valid_from_day BIGINT NOT NULL, 
	valid_until_day BIGINT, 
	document TEXT COLLATE "C" NOT NULL, 
	sha256 TEXT COLLATE "C" NOT NULL, 
	recorded_at_ms BIGINT NOT NULL, 
	recorded_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, id), 
	UNIQUE (office_id, version_id)
)
;
CREATE TABLE consumer_version (
	office_id BIGINT NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	effective_day BIGINT NOT NULL, 
	version_seq BIGINT NOT NULL, 
	recorded_at_ms BIGINT NOT NULL, 
	recorded_by TEXT COLLATE "C" NOT NULL, 
	channel TEXT COLLATE "C" NOT NULL, 
	schedule TEXT COLLATE "C" NOT NULL, 
	load_w BIGINT NOT NULL CHECK (load_w > 0), 
	phase TEXT COLLATE "C" NOT NULL, 
	meter_id BIGINT NOT NULL, 
	meter_factor BIGINT NOT NULL CHECK (meter_factor > 0), 
	feeder TEXT COLLATE "C" NOT NULL, 
	dtr TEXT COLLATE "C" NOT NULL, 
	supply_state TEXT COLLATE "C" NOT NULL, 
	is_held BIGINT NOT NULL CHECK (is_held IN (0, 1)), 
	owner_office_id BIGINT NOT NULL, 
	PRIMARY KEY (office_id, consumer_id, effective_day, version_seq), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id), 
	FOREIGN KEY(office_id, meter_id) REFERENCES meter (office_id, id)
)
;
CREATE INDEX consumer_version_by_meter ON consumer_version (office_id, meter_id)
;
CREATE TABLE contact_version (
	office_id BIGINT NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	version_seq BIGINT NOT NULL, 
	recorded_at_ms BIGINT NOT NULL, 
	recorded_by TEXT COLLATE "C" NOT NULL, 
	channel TEXT COLLATE "C" NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	guardian TEXT COLLATE "C" NOT NULL, 
	address TEXT COLLATE "C" NOT NULL, 
	mobile TEXT COLLATE "C" NOT NULL, 
	email TEXT COLLATE "C" NOT NULL, 
	language TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, consumer_id, version_seq), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
;
CREATE TABLE journal_line (
	office_id BIGINT NOT NULL, 
	entry_seq BIGINT NOT NULL, 
	account TEXT COLLATE "C" NOT NULL, 
	amount_paise BIGINT NOT NULL CHECK (amount_paise <> 0), 
	PRIMARY KEY (office_id, entry_seq, account), 
	FOREIGN KEY(office_id, entry_seq) REFERENCES journal_entry (office_id, seq), 
	FOREIGN KEY(office_id, account) REFERENCES ledger_account (office_id, code)
)
;
CREATE TABLE meter_read (
	office_id BIGINT NOT NULL, 
	closing_day BIGINT NOT NULL, 
	meter_id BIGINT NOT NULL, 
	read_at_ms BIGINT NOT NULL, 
	revision BIGINT NOT NULL, 
	register_wh BIGINT NOT NULL CHECK (register_wh >= 0), 
	cumulative_wh BIGINT NOT NULL, 
	max_demand_w BIGINT, 
	apparent_vah BIGINT, 
	exported_wh BIGINT, 
	quality TEXT COLLATE "C" NOT NULL, 
	source TEXT COLLATE "C" NOT NULL, 
	state TEXT COLLATE "C" NOT NULL, 
	reason TEXT COLLATE "C" NOT NULL, 
	known_wh BIGINT, 
	note TEXT COLLATE "C" NOT NULL, 
	recorded_at_ms BIGINT NOT NULL, 
	recorded_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, closing_day, meter_id, read_at_ms, revision), 
	FOREIGN KEY(office_id, meter_id) REFERENCES meter (office_id, id), 
	UNIQUE (office_id, meter_id, read_at_ms, revision)
)
;
CREATE INDEX meter_read_held ON meter_read (office_id, read_at_ms) WHERE state = 'held'
;
CREATE TABLE month_position (
	office_id BIGINT NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	next_open_day BIGINT NOT NULL, 
	meter_id BIGINT, 
	consumed_at_ms BIGINT, 
	consumed_wh BIGINT, 
	state BYTEA NOT NULL, 
	PRIMARY KEY (office_id, consumer_id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
;
CREATE TABLE tariff_end (
	office_id BIGINT NOT NULL, 
	tariff_id BIGINT NOT NULL, 
	recorded_at_ms BIGINT NOT NULL, 
	valid_until_day BIGINT NOT NULL, 
	recorded_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, tariff_id, recorded_at_ms), 
	FOREIGN KEY(office_id, tariff_id) REFERENCES tariff_version (office_id, id)
)
;
CREATE TABLE wallet (
	office_id BIGINT NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	balance_paise BIGINT NOT NULL, 
	negative_since_day BIGINT, 
	last_posted_seq BIGINT, 
	PRIMARY KEY (office_id, consumer_id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
;
CREATE TABLE wallet_entry (
	office_id BIGINT NOT NULL, 
	posted_seq BIGINT NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	business_day BIGINT NOT NULL, 
	amount_paise BIGINT NOT NULL, 
	balance_after_paise BIGINT NOT NULL, 
	previous_seq BIGINT, 
	entry_seq BIGINT NOT NULL, 
	reverses BIGINT, 
	PRIMARY KEY (office_id, posted_seq), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id), 
	FOREIGN KEY(office_id, entry_seq) REFERENCES journal_entry (office_id, seq)
)
;
CREATE TABLE charge_line (
	office_id BIGINT NOT NULL, 
	posted_seq BIGINT NOT NULL, 
	line TEXT COLLATE "C" NOT NULL, 
	amount_paise BIGINT NOT NULL, 
	PRIMARY KEY (office_id, posted_seq, line), 
	FOREIGN KEY(office_id, posted_seq) REFERENCES wallet_entry (office_id, posted_seq)
)
;
CREATE TABLE daily_charge (
	office_id BIGINT NOT NULL, 
	day BIGINT NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	revision BIGINT NOT NULL, 
	posted_seq BIGINT NOT NULL, 
	entry_seq BIGINT NOT NULL, 
	version_effective_day BIGINT NOT NULL, 
	version_seq BIGINT NOT NULL, 
	tariff_id BIGINT NOT NULL, 
	load_w BIGINT NOT NULL, 
	demand_w BIGINT, 
	is_connected BIGINT NOT NULL, 
	from_read_at_ms BIGINT, 
	from_wh BIGINT, 
	to_read_at_ms BIGINT, 
	to_wh BIGINT, 
	energy_wh BIGINT NOT NULL CHECK (energy_wh >= 0), 
	mtd_wh BIGINT NOT NULL, 
	ec_paise BIGINT NOT NULL, 
	fuel_paise BIGINT NOT NULL, 
	fc_paise BIGINT NOT NULL, 
	duty_paise BIGINT NOT NULL, 
	rent_paise BIGINT NOT NULL, 
	subsidy_paise BIGINT NOT NULL, 
	rebate_paise BIGINT NOT NULL, 
	other_paise BIGINT NOT NULL, 
	total_paise BIGINT NOT NULL, 
	subsidy_per_unit_paise BIGINT NOT NULL, 
	subsidy_free_units_paise BIGINT NOT NULL, 
	subsidy_cliff_paise BIGINT NOT NULL, 
	reverses BIGINT, 
	PRIMARY KEY (office_id, day, consumer_id, kind, revision), 
	CHECK (total_paise = ec_paise + fuel_paise + fc_paise + duty_paise + rent_paise - subsidy_paise - rebate_paise + other_paise), 
	FOREIGN KEY(office_id, consumer_id, version_effective_day, version_seq) REFERENCES consumer_version (office_id, consumer_id, effective_day, version_seq), 
	FOREIGN KEY(office_id, tariff_id) REFERENCES tariff_version (office_id, id), 
	FOREIGN KEY(office_id, posted_seq) REFERENCES wallet_entry (office_id, posted_seq)
)
;
CREATE TABLE receipt (
	office_id BIGINT NOT NULL, 
	order_id TEXT COLLATE "C" NOT NULL, 
	number TEXT COLLATE "C" NOT NULL, 
	counter BIGINT NOT NULL, 
	financial_year TEXT COLLATE "C" NOT NULL, 
	incarnation BIGINT NOT NULL, 
	running_number BIGINT NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	posted_seq BIGINT NOT NULL, 
	amount_paise BIGINT NOT NULL CHECK (amount_paise > 0), 
	tender TEXT COLLATE "C" NOT NULL, 
	reference TEXT COLLATE "C" NOT NULL, 
	to_arrears_paise BIGINT NOT NULL, 
	to_wallet_paise BIGINT NOT NULL, 
	balance_before_paise BIGINT NOT NULL, 
	balance_after_paise BIGINT NOT NULL, 
	days_left BIGINT, 
	meter_serial TEXT COLLATE "C" NOT NULL, 
	category TEXT COLLATE "C" NOT NULL, 
	business_day BIGINT NOT NULL, 
	posted_at_ms BIGINT NOT NULL, 
	posted_by TEXT COLLATE "C" NOT NULL, 
	channel TEXT COLLATE "C" NOT NULL, 
	reverses BIGINT, 
	PRIMARY KEY (office_id, order_id), 
	UNIQUE (office_id, number), 
	UNIQUE (office_id, counter, financial_year, incarnation, running_number), 
	FOREIGN KEY(office_id, posted_seq) REFERENCES wallet_entry (office_id, posted_seq)
)
;
CREATE INDEX receipt_by_consumer ON receipt (office_id, consumer_id, posted_seq)
;
CREATE INDEX receipt_by_day ON receipt (office_id, business_day)
;
CREATE INDEX receipt_by_posting ON receipt (office_id, posted_seq)
;
CREATE TABLE receipt_print (
	office_id BIGINT NOT NULL, 
	number TEXT COLLATE "C" NOT NULL, 
	copy BIGINT NOT NULL, 
	printed_at_ms BIGINT NOT NULL, 
	printed_by TEXT COLLATE "C" NOT NULL, 
	channel TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, number, copy), 
	FOREIGN KEY(office_id, number) REFERENCES receipt (office_id, number)
)
;
CREATE FUNCTION a_row_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'a row of % is final', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$
;
CREATE TRIGGER wallet_entry_is_final_on_update BEFORE UPDATE ON wallet_entry FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER wallet_entry_is_final_on_delete BEFORE DELETE ON wallet_entry FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER wallet_entry_is_final_on_truncate BEFORE TRUNCATE ON wallet_entry FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER daily_charge_is_final_on_update BEFORE UPDATE ON daily_charge FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER daily_charge_is_final_on_delete BEFORE DELETE ON daily_charge FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER daily_charge_is_final_on_truncate BEFORE TRUNCATE ON daily_charge FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER charge_line_is_final_on_update BEFORE UPDATE ON charge_line FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER charge_line_is_final_on_delete BEFORE DELETE ON charge_line FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER charge_line_is_final_on_truncate BEFORE TRUNCATE ON charge_line FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_is_final_on_update BEFORE UPDATE ON receipt FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_is_final_on_delete BEFORE DELETE ON receipt FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_is_final_on_truncate BEFORE TRUNCATE ON receipt FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_print_is_final_on_update BEFORE UPDATE ON receipt_print FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_print_is_final_on_delete BEFORE DELETE ON receipt_print FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_print_is_final_on_truncate BEFORE TRUNCATE ON receipt_print FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER journal_entry_is_final_on_update BEFORE UPDATE ON journal_entry FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER journal_entry_is_final_on_delete BEFORE DELETE ON journal_entry FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER journal_entry_is_final_on_truncate BEFORE TRUNCATE ON journal_entry FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER journal_line_is_final_on_update BEFORE UPDATE ON journal_line FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER journal_line_is_final_on_delete BEFORE DELETE ON journal_line FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER journal_line_is_final_on_truncate BEFORE TRUNCATE ON journal_line FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER event_is_final_on_update BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER event_is_final_on_delete BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER event_is_final_on_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER consumer_version_is_final_on_update BEFORE UPDATE ON consumer_version FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER consumer_version_is_final_on_delete BEFORE DELETE ON consumer_version FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER consumer_version_is_final_on_truncate BEFORE TRUNCATE ON consumer_version FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER tariff_version_is_final_on_update BEFORE UPDATE ON tariff_version FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER tariff_version_is_final_on_delete BEFORE DELETE ON tariff_version FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER tariff_version_is_final_on_truncate BEFORE TRUNCATE ON tariff_version FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER tariff_end_is_final_on_update BEFORE UPDATE ON tariff_end FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER tariff_end_is_final_on_delete BEFORE DELETE ON tariff_end FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER tariff_end_is_final_on_truncate BEFORE TRUNCATE ON tariff_end FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER contact_version_is_final_on_update BEFORE UPDATE ON contact_version FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER contact_version_is_final_on_delete BEFORE DELETE ON contact_version FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER contact_version_is_final_on_truncate BEFORE TRUNCATE ON contact_version FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TABLE consumer_word (
	office_id BIGINT NOT NULL, 
	word TEXT COLLATE "C" NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	PRIMARY KEY (office_id, word, consumer_id)
)
;
CREATE INDEX consumer_word_by_consumer ON consumer_word (office_id, consumer_id)
;
