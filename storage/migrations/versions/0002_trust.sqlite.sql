DROP TRIGGER contact_version_is_final_on_update
;
CREATE TABLE approval (
	office_id INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	act TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	content TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	requested_by TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	requested_at_ms INTEGER NOT NULL, 
	expires_at_ms INTEGER NOT NULL, 
	state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected')), 
	decided_by TEXT, 
	decided_at_ms INTEGER, 
	note TEXT NOT NULL, 
	PRIMARY KEY (office_id, id), 
	CHECK ((state = 'waiting') = (decided_by IS NULL)), 
	CHECK (state <> 'approved' OR decided_by <> requested_by)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX approval_by_time ON approval (office_id, requested_at_ms)
;
CREATE TABLE archive_made (
	office_id INTEGER NOT NULL, 
	until_day INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	charges INTEGER NOT NULL, 
	reads INTEGER NOT NULL, 
	made_at_ms INTEGER NOT NULL, 
	made_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, until_day), 
	UNIQUE (office_id, path)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE audit_entry (
	office_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	at_ms INTEGER NOT NULL, 
	"by" TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	counter INTEGER NOT NULL, 
	act TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	consumer_id INTEGER, 
	count INTEGER NOT NULL CHECK (count >= 0), 
	detail_hash BLOB, 
	stream TEXT NOT NULL, 
	event_seq INTEGER NOT NULL, 
	PRIMARY KEY (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX audit_entry_by_consumer ON audit_entry (office_id, consumer_id, at_ms)
;
CREATE INDEX audit_entry_by_time ON audit_entry (office_id, at_ms)
;
CREATE TABLE backup_made (
	office_id INTEGER NOT NULL, 
	at_ms INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	size_bytes INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	stream TEXT NOT NULL, 
	event_seq INTEGER NOT NULL, 
	hash BLOB NOT NULL, 
	took_ms INTEGER NOT NULL, 
	PRIMARY KEY (office_id, at_ms)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE checkpoint (
	office_id INTEGER NOT NULL, 
	at_ms INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	stream TEXT NOT NULL, 
	event_seq INTEGER NOT NULL, 
	hash BLOB NOT NULL, 
	facts TEXT NOT NULL, 
	PRIMARY KEY (office_id, at_ms)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE drill (
	office_id INTEGER NOT NULL, 
	at_ms INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	is_good INTEGER NOT NULL CHECK (is_good IN (0, 1)), 
	facts TEXT NOT NULL, 
	took_ms INTEGER NOT NULL, 
	PRIMARY KEY (office_id, at_ms)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE lease (
	office_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	holder TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	taken_at_ms INTEGER NOT NULL, 
	expires_at_ms INTEGER NOT NULL, 
	PRIMARY KEY (office_id, name)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE recovery (
	office_id INTEGER NOT NULL, 
	words_hash TEXT NOT NULL, 
	made_at_ms INTEGER NOT NULL, 
	made_by TEXT NOT NULL, 
	tried_at_ms INTEGER, 
	PRIMARY KEY (office_id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE series_lost (
	office_id INTEGER NOT NULL, 
	counter INTEGER NOT NULL, 
	financial_year TEXT NOT NULL, 
	incarnation INTEGER NOT NULL, 
	first_number INTEGER NOT NULL, 
	last_number INTEGER, 
	recorded_at_ms INTEGER NOT NULL, 
	recorded_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, counter, financial_year, incarnation)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE setting (
	office_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	changed_at_ms INTEGER NOT NULL, 
	changed_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, name)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE staff (
	office_id INTEGER NOT NULL, 
	user_name TEXT NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	counter INTEGER NOT NULL CHECK (counter >= 0), 
	password_hash TEXT NOT NULL, 
	must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)), 
	is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)), 
	wrong_tries INTEGER NOT NULL CHECK (wrong_tries >= 0), 
	locked_until_ms INTEGER, 
	signed_in_at_ms INTEGER, 
	created_at_ms INTEGER NOT NULL, 
	created_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, user_name)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE audit_detail (
	office_id INTEGER NOT NULL, 
	audit_id INTEGER NOT NULL, 
	salt BLOB, 
	reason TEXT NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	erased_at_ms INTEGER, 
	PRIMARY KEY (office_id, audit_id), 
	FOREIGN KEY(office_id, audit_id) REFERENCES audit_entry (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TRIGGER audit_entry_is_final_on_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'a row of audit_entry is final'); END
;
CREATE TRIGGER audit_entry_is_final_on_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'a row of audit_entry is final'); END
;
CREATE TRIGGER series_lost_is_final_on_update BEFORE UPDATE ON series_lost BEGIN SELECT RAISE(ABORT, 'a row of series_lost is final'); END
;
CREATE TRIGGER series_lost_is_final_on_delete BEFORE DELETE ON series_lost BEGIN SELECT RAISE(ABORT, 'a row of series_lost is final'); END
;
CREATE TRIGGER archive_made_is_final_on_update BEFORE UPDATE ON archive_made BEGIN SELECT RAISE(ABORT, 'a row of archive_made is final'); END
;
CREATE TRIGGER archive_made_is_final_on_delete BEFORE DELETE ON archive_made BEGIN SELECT RAISE(ABORT, 'a row of archive_made is final'); END
;
CREATE TRIGGER contact_version_only_forgets BEFORE UPDATE ON contact_version WHEN NOT (NEW.name = '') BEGIN SELECT RAISE(ABORT, 'a row of contact_version is final'); END
;
CREATE TRIGGER receipt_party_only_forgets BEFORE UPDATE ON receipt_party WHEN NOT (NEW.name = '') BEGIN SELECT RAISE(ABORT, 'a row of receipt_party is final'); END
;
CREATE TRIGGER receipt_party_is_final_on_delete BEFORE DELETE ON receipt_party BEGIN SELECT RAISE(ABORT, 'a row of receipt_party is final'); END
;
CREATE TRIGGER audit_detail_only_forgets BEFORE UPDATE ON audit_detail WHEN NOT (NEW.erased_at_ms IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'a row of audit_detail is final'); END
;
CREATE TRIGGER audit_detail_is_final_on_delete BEFORE DELETE ON audit_detail BEGIN SELECT RAISE(ABORT, 'a row of audit_detail is final'); END
;
