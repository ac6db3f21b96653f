DROP TABLE consumer_search
;
CREATE INDEX consumer_by_email ON consumer (office_id, lower(email)) WHERE email != ''
;
CREATE TABLE import_batch (
	office_id INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	accepted INTEGER NOT NULL, 
	changed INTEGER NOT NULL, 
	unchanged INTEGER NOT NULL, 
	held INTEGER NOT NULL, 
	rejected INTEGER NOT NULL, 
	state TEXT NOT NULL CHECK (state IN ('running', 'done', 'undone', 'partly_undone')), 
	imported_at_ms INTEGER NOT NULL, 
	imported_by TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	undone_at_ms INTEGER, 
	undone_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX import_batch_by_time ON import_batch (office_id, imported_at_ms)
;
CREATE TABLE preference (
	office_id INTEGER NOT NULL, 
	owner TEXT NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	changed_at_ms INTEGER NOT NULL, 
	PRIMARY KEY (office_id, owner, name)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE tariff_draft (
	office_id INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	title TEXT NOT NULL, 
	document TEXT NOT NULL, 
	based_on TEXT NOT NULL, 
	note TEXT NOT NULL, 
	approval_id TEXT NOT NULL, 
	made_at_ms INTEGER NOT NULL, 
	made_by TEXT NOT NULL, 
	changed_at_ms INTEGER NOT NULL, 
	changed_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE consumer_note (
	office_id INTEGER NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	words TEXT NOT NULL, 
	noted_at_ms INTEGER NOT NULL, 
	noted_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, consumer_id, id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE consumer_tag (
	office_id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	tag TEXT NOT NULL, 
	tagged_at_ms INTEGER NOT NULL, 
	tagged_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, "key", consumer_id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX consumer_tag_by_consumer ON consumer_tag (office_id, consumer_id)
;
CREATE TABLE consumer_withdrawn (
	office_id INTEGER NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	meter_serial TEXT NOT NULL, 
	batch_id TEXT NOT NULL, 
	withdrawn_at_ms INTEGER NOT NULL, 
	withdrawn_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, consumer_id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE import_row (
	office_id INTEGER NOT NULL, 
	batch_id TEXT NOT NULL, 
	line INTEGER NOT NULL, 
	what TEXT NOT NULL, 
	subject_id INTEGER NOT NULL, 
	at_ms INTEGER, 
	revision INTEGER, 
	"before" TEXT NOT NULL, 
	PRIMARY KEY (office_id, batch_id, line), 
	FOREIGN KEY(office_id, batch_id) REFERENCES import_batch (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE VIRTUAL TABLE consumer_search USING fts5(words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 5 6', tokenize='ascii')
;
CREATE VIRTUAL TABLE consumer_part USING fts5(parts, content='', contentless_delete=1, detail=none, tokenize='ascii')
;
