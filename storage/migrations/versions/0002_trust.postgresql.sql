DROP TRIGGER contact_version_is_final_on_update ON contact_version
;
CREATE TABLE approval (
	office_id BIGINT NOT NULL, 
	id TEXT COLLATE "C" NOT NULL, 
	act TEXT COLLATE "C" NOT NULL, 
	subject TEXT COLLATE "C" NOT NULL, 
	content TEXT COLLATE "C" NOT NULL, 
	reason TEXT COLLATE "C" NOT NULL, 
	requested_by TEXT COLLATE "C" NOT NULL, 
	channel TEXT COLLATE "C" NOT NULL, 
	requested_at_ms BIGINT NOT NULL, 
	expires_at_ms BIGINT NOT NULL, 
	state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected')), 
	decided_by TEXT COLLATE "C", 
	decided_at_ms BIGINT, 
	note TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, id), 
	CHECK ((state = 'waiting') = (decided_by IS NULL)), 
	CHECK (state <> 'approved' OR decided_by <> requested_by)
)
;
CREATE INDEX approval_by_time ON approval (office_id, requested_at_ms)
;
CREATE TABLE archive_made (
	office_id BIGINT NOT NULL, 
	until_day BIGINT NOT NULL, 
	path TEXT COLLATE "C" NOT NULL, 
	sha256 TEXT COLLATE "C" NOT NULL, 
	charges BIGINT NOT NULL, 
	reads BIGINT NOT NULL, 
	made_at_ms BIGINT NOT NULL, 
	made_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, until_day), 
	UNIQUE (office_id, path)
)
;
CREATE TABLE audit_entry (
	office_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	at_ms BIGINT NOT NULL, 
	by TEXT COLLATE "C" NOT NULL, 
	channel TEXT COLLATE "C" NOT NULL, 
	counter BIGINT NOT NULL, 
	act TEXT COLLATE "C" NOT NULL, 
	subject TEXT COLLATE "C" NOT NULL, 
	consumer_id BIGINT, 
	count BIGINT NOT NULL CHECK (count >= 0), 
	detail_hash BYTEA, 
	stream TEXT COLLATE "C" NOT NULL, 
	event_seq BIGINT NOT NULL, 
	PRIMARY KEY (office_id, id)
)
;
CREATE INDEX audit_entry_by_consumer ON audit_entry (office_id, consumer_id, at_ms)
;
CREATE INDEX audit_entry_by_time ON audit_entry (office_id, at_ms)
;
CREATE TABLE backup_made (
	office_id BIGINT NOT NULL, 
	at_ms BIGINT NOT NULL, 
	path TEXT COLLATE "C" NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	sha256 TEXT COLLATE "C" NOT NULL, 
	stream TEXT COLLATE "C" NOT NULL, 
	event_seq BIGINT NOT NULL, 
	hash BYTEA NOT NULL, 
	took_ms BIGINT NOT NULL, 
	PRIMARY KEY (office_id, at_ms)
)
;
CREATE TABLE checkpoint (
	office_id BIGINT NOT NULL, 
	at_ms BIGINT NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	stream TEXT COLLATE "C" NOT NULL, 
	event_seq BIGINT NOT NULL, 
	hash BYTEA NOT NULL, 
	facts TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, at_ms)
)
;
CREATE TABLE drill (
	office_id BIGINT NOT NULL, 
	at_ms BIGINT NOT NULL, 
	path TEXT COLLATE "C" NOT NULL, 
	is_good BIGINT NOT NULL CHECK (is_good IN (0, 1)), 
	facts TEXT COLLATE "C" NOT NULL, 
	took_ms BIGINT NOT NULL, 
	PRIMARY KEY (office_id, at_ms)
)
;
CREATE TABLE lease (
	office_id BIGINT NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	holder TEXT COLLATE "C" NOT NULL, 
	by TEXT COLLATE "C" NOT NULL, 
	taken_at_ms BIGINT NOT NULL, 
	expires_at_ms BIGINT NOT NULL, 
	PRIMARY KEY (office_id, name)
)
;
CREATE TABLE recovery (
	office_id BIGINT NOT NULL, 
	words_hash TEXT COLLATE "C" NOT NULL, 
	made_at_ms BIGINT NOT NULL, 
	made_by TEXT COLLATE "C" NOT NULL, 
	tried_at_ms BIGINT, 
	PRIMARY KEY (office_id)
)
;
CREATE TABLE series_lost (
	office_id BIGINT NOT NULL, 
	counter BIGINT NOT NULL, 
	financial_year TEXT COLLATE "C" NOT NULL, 
	incarnation BIGINT NOT NULL, 
	first_number BIGINT NOT NULL, 
	last_number BIGINT, 
	recorded_at_ms BIGINT NOT NULL, 
	recorded_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, counter, financial_year, incarnation)
)
;
CREATE TABLE setting (
	office_id BIGINT NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	value TEXT COLLATE "C" NOT NULL, 
	changed_at_ms BIGINT NOT NULL, 
	changed_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, name)
)
;
CREATE TABLE staff (
	office_id BIGINT NOT NULL, 
	user_name TEXT COLLATE "C" NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	role TEXT COLLATE "C" NOT NULL, 
	counter BIGINT NOT NULL CHECK (counter >= 0), 
	password_hash TEXT COLLATE "C" NOT NULL, 
	must_change BIGINT NOT NULL CHECK (must_change IN (0, 1)), 
	is_active BIGINT NOT NULL CHECK (is_active IN (0, 1)), 
	wrong_tries BIGINT NOT NULL CHECK (wrong_tries >= 0), 
	locked_until_ms BIGINT, 
	signed_in_at_ms BIGINT, 
	created_at_ms BIGINT NOT NULL, 
	created_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, user_name)
)
;
CREATE TABLE audit_detail (
	office_id BIGINT NOT NULL, 
	audit_id BIGINT NOT NULL, 
	salt BYTEA, 
	reason TEXT COLLATE "C" NOT NULL, 
	before TEXT COLLATE "C" NOT NULL, 
	after TEXT COLLATE "C" NOT NULL, 
	erased_at_ms BIGINT, 
	PRIMARY KEY (office_id, audit_id), 
	FOREIGN KEY(office_id, audit_id) REFERENCES audit_entry (office_id, id)
)
;
CREATE TRIGGER audit_entry_is_final_on_update BEFORE UPDATE ON audit_entry FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER audit_entry_is_final_on_delete BEFORE DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER audit_entry_is_final_on_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER series_lost_is_final_on_update BEFORE UPDATE ON series_lost FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER series_lost_is_final_on_delete BEFORE DELETE ON series_lost FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER series_lost_is_final_on_truncate BEFORE TRUNCATE ON series_lost FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER archive_made_is_final_on_update BEFORE UPDATE ON archive_made FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER archive_made_is_final_on_delete BEFORE DELETE ON archive_made FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER archive_made_is_final_on_truncate BEFORE TRUNCATE ON archive_made FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER contact_version_only_forgets BEFORE UPDATE ON contact_version FOR EACH ROW WHEN (NOT (NEW.name = '')) EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_party_only_forgets BEFORE UPDATE ON receipt_party FOR EACH ROW WHEN (NOT (NEW.name = '')) EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_party_is_final_on_delete BEFORE DELETE ON receipt_party FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER receipt_party_is_final_on_truncate BEFORE TRUNCATE ON receipt_party FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER audit_detail_only_forgets BEFORE UPDATE ON audit_detail FOR EACH ROW WHEN (NOT (NEW.erased_at_ms IS NOT NULL)) EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER audit_detail_is_final_on_delete BEFORE DELETE ON audit_detail FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER audit_detail_is_final_on_truncate BEFORE TRUNCATE ON audit_detail FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
