DELETE FROM consumer_word
;
CREATE INDEX consumer_by_email ON consumer (office_id, lower(email)) WHERE email != ''
;
CREATE TABLE import_batch (
	office_id BIGINT NOT NULL, 
	id TEXT COLLATE "C" NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	file_name TEXT COLLATE "C" NOT NULL, 
	sha256 TEXT COLLATE "C" NOT NULL, 
	accepted BIGINT NOT NULL, 
	changed BIGINT NOT NULL, 
	unchanged BIGINT NOT NULL, 
	held BIGINT NOT NULL, 
	rejected BIGINT NOT NULL, 
	state TEXT COLLATE "C" NOT NULL CHECK (state IN ('running', 'done', 'undone', 'partly_undone')), 
	imported_at_ms BIGINT NOT NULL, 
	imported_by TEXT COLLATE "C" NOT NULL, 
	channel TEXT COLLATE "C" NOT NULL, 
	undone_at_ms BIGINT, 
	undone_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, id)
)
;
CREATE INDEX import_batch_by_time ON import_batch (office_id, imported_at_ms)
;
CREATE TABLE preference (
	office_id BIGINT NOT NULL, 
	owner TEXT COLLATE "C" NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	value TEXT COLLATE "C" NOT NULL, 
	changed_at_ms BIGINT NOT NULL, 
	PRIMARY KEY (office_id, owner, name)
)
;
CREATE TABLE tariff_draft (
	office_id BIGINT NOT NULL, 
	id TEXT COLLATE "C" NOT NULL, 
	title TEXT COLLATE "C" NOT NULL, 
	document TEXT COLLATE "C" NOT NULL, 
	based_on TEXT COLLATE "C" NOT NULL, 
	note TEXT COLLATE "C" NOT NULL, 
	approval_id TEXT COLLATE "C" NOT NULL, 
	made_at_ms BIGINT NOT NULL, 
	made_by TEXT COLLATE "C" NOT NULL, 
	changed_at_ms BIGINT NOT NULL, 
	changed_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, id)
)
;
CREATE TABLE consumer_note (
	office_id BIGINT NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	words TEXT COLLATE "C" NOT NULL, 
	noted_at_ms BIGINT NOT NULL, 
	noted_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, consumer_id, id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
;
CREATE TABLE consumer_tag (
	office_id BIGINT NOT NULL, 
	key TEXT COLLATE "C" NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	tag TEXT COLLATE "C" NOT NULL, 
	tagged_at_ms BIGINT NOT NULL, 
	tagged_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, key, consumer_id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
;
CREATE INDEX consumer_tag_by_consumer ON consumer_tag (office_id, consumer_id)
;
CREATE TABLE consumer_withdrawn (
	office_id BIGINT NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	number TEXT COLLATE "C" NOT NULL, 
	meter_serial TEXT COLLATE "C" NOT NULL, 
	batch_id TEXT COLLATE "C" NOT NULL, 
	withdrawn_at_ms BIGINT NOT NULL, 
	withdrawn_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, consumer_id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
;
CREATE TABLE import_row (
	office_id BIGINT NOT NULL, 
	batch_id TEXT COLLATE "C" NOT NULL, 
	line BIGINT NOT NULL, 
	what TEXT COLLATE "C" NOT NULL, 
	subject_id BIGINT NOT NULL, 
	at_ms BIGINT, 
	revision BIGINT, 
	before TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, batch_id, line), 
	FOREIGN KEY(office_id, batch_id) REFERENCES import_batch (office_id, id)
)
;
CREATE TABLE consumer_part (
	office_id BIGINT NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	parts TEXT[] NOT NULL, 
	PRIMARY KEY (office_id, consumer_id)
)
;
CREATE INDEX consumer_part_by_part ON consumer_part USING gin (parts) WITH (fastupdate = off)
;
