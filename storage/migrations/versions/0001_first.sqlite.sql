CREATE TABLE consumer (
	office_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	name TEXT NOT NULL, 
	guardian TEXT NOT NULL, 
	address TEXT NOT NULL, 
	mobile TEXT NOT NULL, 
	email TEXT NOT NULL, 
	language TEXT NOT NULL, 
	connected_day INTEGER NOT NULL, 
	billed_from_day INTEGER NOT NULL, 
	initial_wh INTEGER CHECK (initial_wh >= 0), 
	initial_mtd_wh INTEGER NOT NULL CHECK (initial_mtd_wh >= 0), 
	opening_paise INTEGER NOT NULL, 
	PRIMARY KEY (office_id, id), 
	UNIQUE (office_id, number)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE counter (
	office_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	value INTEGER NOT NULL, 
	PRIMARY KEY (office_id, name)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE event (
	office_id INTEGER NOT NULL, 
	stream TEXT NOT NULL, 
	seq INTEGER NOT NULL, 
	core TEXT NOT NULL, 
	prev BLOB NOT NULL, 
	hash BLOB NOT NULL, 
	PRIMARY KEY (office_id, stream, seq)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE journal_entry (
	office_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	business_day INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	document TEXT NOT NULL, 
	first_posted_seq INTEGER NOT NULL, 
	last_posted_seq INTEGER NOT NULL, 
	event_seq INTEGER NOT NULL, 
	reverses INTEGER, 
	posted_at_ms INTEGER NOT NULL, 
	posted_by TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	counter INTEGER NOT NULL, 
	PRIMARY KEY (office_id, seq)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX journal_entry_by_day ON journal_entry (office_id, business_day)
;
CREATE TABLE ledger_account (
	office_id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	PRIMARY KEY (office_id, code)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE meter (
	office_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	serial TEXT NOT NULL, 
	PRIMARY KEY (office_id, id), 
	UNIQUE (office_id, serial)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE office (
	office_id INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	state TEXT NOT NULL, 
	address TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	is_practice INTEGER NOT NULL CHECK (is_practice IN (0, 1)), 
	incarnation INTEGER NOT NULL CHECK (incarnation > 0), 
	created_at_ms INTEGER NOT NULL, 
	PRIMARY KEY (office_id), 
	UNIQUE (code)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE outbox (
	office_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	topic TEXT NOT NULL, 
	body TEXT NOT NULL, 
	state TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	created_at_ms INTEGER NOT NULL, 
	PRIMARY KEY (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE receipt_party (
	office_id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	name TEXT NOT NULL, 
	address TEXT NOT NULL, 
	PRIMARY KEY (office_id, number)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE series (
	office_id INTEGER NOT NULL, 
	counter INTEGER NOT NULL, 
	financial_year TEXT NOT NULL, 
	incarnation INTEGER NOT NULL, 
	last_number INTEGER NOT NULL CHECK (last_number >= 0), 
	PRIMARY KEY (office_id, counter, financial_year, incarnation)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE tariff_version (
	office_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	version_id TEXT NOT NULL, 
	schedule TEXT NOT NULL, 
	valid_from_day INTEGER NOT NULL, 
	valid_until_day INTEGER, 
	document TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	recorded_at_ms INTEGER NOT NULL, 
	recorded_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, id), 
	UNIQUE (office_id, version_id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE consumer_version (
	office_id INTEGER NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	effective_day INTEGER NOT NULL, 
	version_seq INTEGER NOT NULL, 
	recorded_at_ms INTEGER NOT NULL, 
	recorded_by TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	schedule TEXT NOT NULL, 
	load_w INTEGER NOT NULL CHECK (load_w > 0), 
	phase TEXT NOT NULL, 
	meter_id INTEGER NOT NULL, 
	meter_factor INTEGER NOT NULL CHECK (meter_factor > 0), 
	feeder TEXT NOT NULL, 
	dtr TEXT NOT NULL, 
	supply_state TEXT NOT NULL, 
	is_held INTEGER NOT NULL CHECK (is_held IN (0, 1)), 
	owner_office_id INTEGER NOT NULL, 
	PRIMARY KEY (office_id, consumer_id, effective_day, version_seq), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id), 
	FOREIGN KEY(office_id, meter_id) REFERENCES meter (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX consumer_version_by_meter ON consumer_version (office_id, meter_id)
;
CREATE TABLE contact_version (
	office_id INTEGER NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	version_seq INTEGER NOT NULL, 
	recorded_at_ms INTEGER NOT NULL, 
	recorded_by TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	name TEXT NOT NULL, 
	guardian TEXT NOT NULL, 
	address TEXT NOT NULL, 
	mobile TEXT NOT NULL, 
	email TEXT NOT NULL, 
	language TEXT NOT NULL, 
	PRIMARY KEY (office_id, consumer_id, version_seq), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE journal_line (
	office_id INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	account TEXT NOT NULL, 
	amount_paise INTEGER NOT NULL CHECK (amount_paise <> 0), 
	PRIMARY KEY (office_id, entry_seq, account), 
	FOREIGN KEY(office_id, entry_seq) REFERENCES journal_entry (office_id, seq), 
	FOREIGN KEY(office_id, account) REFERENCES ledger_account (office_id, code)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE meter_read (
	office_id INTEGER NOT NULL, 
	closing_day INTEGER NOT NULL, 
	meter_id INTEGER NOT NULL, 
	read_at_ms INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	register_wh INTEGER NOT NULL CHECK (register_wh >= 0), 
	cumulative_wh INTEGER NOT NULL, 
	max_demand_w INTEGER, 
	apparent_vah INTEGER, 
	exported_wh INTEGER, 
	quality TEXT NOT NULL, 
	source TEXT NOT NULL, 
	state TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	known_wh INTEGER, 
	note TEXT NOT NULL, 
	recorded_at_ms INTEGER NOT NULL, 
	recorded_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, closing_day, meter_id, read_at_ms, revision), 
	FOREIGN KEY(office_id, meter_id) REFERENCES meter (office_id, id), 
	UNIQUE (office_id, meter_id, read_at_ms, revision)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX meter_read_held ON meter_read (office_id, read_at_ms) WHERE state = 'held'
;
CREATE TABLE month_position (
	office_id INTEGER NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	next_open_day INTEGER NOT NULL, 
	meter_id INTEGER, 
	consumed_at_ms INTEGER, 
	consumed_wh INTEGER, 
	state BLOB NOT NULL, 
	PRIMARY KEY (office_id, consumer_id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE tariff_end (
	office_id INTEGER NOT NULL, 
	tariff_id INTEGER NOT NULL, 
	recorded_at_ms INTEGER NOT NULL, 
	valid_until_day INTEGER NOT NULL, 
	recorded_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, tariff_id, recorded_at_ms), 
	FOREIGN KEY(office_id, tariff_id) REFERENCES tariff_version (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE wallet (
	office_id INTEGER NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	balance_paise INTEGER NOT NULL, 
	negative_since_day INTEGER, 
	last_posted_seq INTEGER, 
	PRIMARY KEY (office_id, consumer_id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE wallet_entry (
	office_id INTEGER NOT NULL, 
	posted_seq INTEGER NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	business_day INTEGER NOT NULL, 
	amount_paise INTEGER NOT NULL, 
	balance_after_paise INTEGER NOT NULL, 
	previous_seq INTEGER, 
	entry_seq INTEGER NOT NULL, 
	reverses INTEGER, 
	PRIMARY KEY (office_id, posted_seq), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id), 
	FOREIGN KEY(office_id, entry_seq) REFERENCES journal_entry (office_id, seq)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE charge_line (
	office_id INTEGER NOT NULL, 
	posted_seq INTEGER NOT NULL, 
	line TEXT NOT NULL, 
	amount_paise INTEGER NOT NULL, 
	PRIMARY KEY (office_id, posted_seq, line), 
	FOREIGN KEY(office_id, posted_seq) REFERENCES wallet_entry (office_id, posted_seq)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE daily_charge (
	office_id INTEGER NOT NULL, 
	day INTEGER NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	posted_seq INTEGER NOT NULL, 
	entry_seq INTEGER NOT NULL, 
	version_effective_day INTEGER NOT NULL, 
	version_seq INTEGER NOT NULL, 
	tariff_id INTEGER NOT NULL, 
	load_w INTEGER NOT NULL, 
	demand_w INTEGER, 
	is_connected INTEGER NOT NULL, 
	from_read_at_ms INTEGER, 
	from_wh INTEGER, 
	to_read_at_ms INTEGER, 
	to_wh INTEGER, 
	energy_wh INTEGER NOT NULL CHECK (energy_wh >= 0), 
	mtd_wh INTEGER NOT NULL, 
	ec_paise INTEGER NOT NULL, 
	fuel_paise INTEGER NOT NULL, 
	fc_paise INTEGER NOT NULL, 
	duty_paise INTEGER NOT NULL, 
	rent_paise INTEGER NOT NULL, 
	subsidy_paise INTEGER NOT NULL, 
	rebate_paise INTEGER NOT NULL, 
	other_paise INTEGER NOT NULL, 
	total_paise INTEGER NOT NULL, 
	subsidy_per_unit_paise INTEGER NOT NULL, 
	subsidy_free_units_paise INTEGER NOT NULL, 
	subsidy_cliff_paise INTEGER NOT NULL, 
	reverses INTEGER, 
	PRIMARY KEY (office_id, day, consumer_id, kind, revision), 
	CHECK (total_paise = ec_paise + fuel_paise + fc_paise + duty_paise + rent_paise - subsidy_paise - rebate_paise + other_paise), 
	FOREIGN KEY(office_id, consumer_id, version_effective_day, version_seq) REFERENCES consumer_version (office_id, consumer_id, effective_day, version_seq), 
	FOREIGN KEY(office_id, tariff_id) REFERENCES tariff_version (office_id, id), 
	FOREIGN KEY(office_id, posted_seq) REFERENCES wallet_entry (office_id, posted_seq)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE receipt (
	office_id INTEGER NOT NULL, 
	order_id TEXT NOT NULL, 
	number TEXT NOT NULL, 
	counter INTEGER NOT NULL, 
	financial_year TEXT NOT NULL, 
	incarnation INTEGER NOT NULL, 
	running_number INTEGER NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	posted_seq INTEGER NOT NULL, 
	amount_paise INTEGER NOT NULL CHECK (amount_paise > 0), 
	tender TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	to_arrears_paise INTEGER NOT NULL, 
	to_wallet_paise INTEGER NOT NULL, 
	balance_before_paise INTEGER NOT NULL, 
	balance_after_paise INTEGER NOT NULL, 
	days_left INTEGER, 
	meter_serial TEXT NOT NULL, 
	category TEXT NOT NULL, 
	business_day INTEGER NOT NULL, 
	posted_at_ms INTEGER NOT NULL, 
	posted_by TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	reverses INTEGER, 
	PRIMARY KEY (office_id, order_id), 
	UNIQUE (office_id, number), 
	UNIQUE (office_id, counter, financial_year, incarnation, running_number), 
	FOREIGN KEY(office_id, posted_seq) REFERENCES wallet_entry (office_id, posted_seq)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX receipt_by_consumer ON receipt (office_id, consumer_id, posted_seq)
;
CREATE INDEX receipt_by_day ON receipt (office_id, business_day)
;
CREATE INDEX receipt_by_posting ON receipt (office_id, posted_seq)
;
CREATE TABLE receipt_print (
	office_id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	copy INTEGER NOT NULL, 
	printed_at_ms INTEGER NOT NULL, 
	printed_by TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	PRIMARY KEY (office_id, number, copy), 
	FOREIGN KEY(office_id, number) REFERENCES receipt (office_id, number)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TRIGGER wallet_entry_is_final_on_update BEFORE UPDATE ON wallet_entry BEGIN SELECT RAISE(ABORT, 'a row of wallet_entry is final'); END
;
CREATE TRIGGER wallet_entry_is_final_on_delete BEFORE DELETE ON wallet_entry BEGIN SELECT RAISE(ABORT, 'a row of wallet_entry is final'); END
;
CREATE TRIGGER daily_charge_is_final_on_update BEFORE UPDATE ON daily_charge BEGIN SELECT RAISE(ABORT, 'a row of daily_charge is final'); END
;
CREATE TRIGGER daily_charge_is_final_on_delete BEFORE DELETE ON daily_charge BEGIN SELECT RAISE(ABORT, 'a row of daily_charge is final'); END
;
CREATE TRIGGER charge_line_is_final_on_update BEFORE UPDATE ON charge_line BEGIN SELECT RAISE(ABORT, 'a row of charge_line is final'); END
;
CREATE TRIGGER charge_line_is_final_on_delete BEFORE DELETE ON charge_line BEGIN SELECT RAISE(ABORT, 'a row of charge_line is final'); END
;
CREATE TRIGGER receipt_is_final_on_update BEFORE UPDATE ON receipt BEGIN SELECT RAISE(ABORT, 'a row of receipt is final'); END
;
CREATE TRIGGER receipt_is_final_on_delete BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'a row of receipt is final'); END
;
CREATE TRIGGER receipt_print_is_final_on_update BEFORE UPDATE ON receipt_print BEGIN SELECT RAISE(ABORT, 'a row of receipt_print is final'); END
;
CREATE TRIGGER receipt_print_is_final_on_delete BEFORE DELETE ON receipt_print BEGIN SELECT RAISE(ABORT, 'a row of receipt_print is final'); END
;
CREATE TRIGGER journal_entry_is_final_on_update BEFORE UPDATE ON journal_entry BEGIN SELECT RAISE(ABORT, 'a row of journal_entry is final'); END
;
CREATE TRIGGER journal_entry_is_final_on_delete BEFORE DELETE ON journal_entry BEGIN SELECT RAISE(ABORT, 'a row of journal_entry is final'); END
;
CREATE TRIGGER journal_line_is_final_on_update BEFORE UPDATE ON journal_line BEGIN SELECT RAISE(ABORT, 'a row of journal_line is final'); END
;
CREATE TRIGGER journal_line_is_final_on_delete BEFORE DELETE ON journal_line BEGIN SELECT RAISE(ABORT, 'a row of journal_line is final'); END
;
CREATE TRIGGER event_is_final_on_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'a row of event is final'); END
;
CREATE TRIGGER event_is_final_on_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'a row of event is final'); END
;
CREATE TRIGGER consumer_version_is_final_on_update BEFORE UPDATE ON consumer_version BEGIN SELECT RAISE(ABORT, 'a row of consumer_version is final'); END
;
CREATE TRIGGER consumer_version_is_final_on_delete BEFORE DELETE ON consumer_version BEGIN SELECT RAISE(ABORT, 'a row of consumer_version is final'); END
;
CREATE TRIGGER contact_version_is_final_on_update BEFORE UPDATE ON contact_version BEGIN SELECT RAISE(ABORT, 'a row of contact_version is final'); END
;
CREATE TRIGGER contact_version_is_final_on_delete BEFORE DELETE ON contact_version BEGIN SELECT RAISE(ABORT, 'a row of contact_version is final'); END
;
CREATE TRIGGER tariff_version_is_final_on_update BEFORE UPDATE ON tariff_version BEGIN SELECT RAISE(ABORT, 'a row of tariff_version is final'); END
;
CREATE TRIGGER tariff_version_is_final_on_delete BEFORE DELETE ON tariff_version BEGIN SELECT RAISE(ABORT, 'a row of tariff_version is final'); END
;
CREATE TRIGGER tariff_end_is_final_on_update BEFORE UPDATE ON tariff_end BEGIN SELECT RAISE(ABORT, 'a row of tariff_end is final'); END
;
CREATE TRIGGER tariff_end_is_final_on_delete BEFORE DELETE ON tariff_end BEGIN SELECT RAISE(ABORT, 'a row of tariff_end is final'); END
;
CREATE VIRTUAL TABLE consumer_search USING fts5(number, name, mobile, meter, content='', contentless_delete=1, prefix='1 2 3 4 5 6', tokenize="unicode61 categories 'L* N* Co M*'")
;
