DROP TABLE outbox
;
CREATE TABLE amisp_event (
	office_id INTEGER NOT NULL, 
	event_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	order_id TEXT NOT NULL, 
	received_at_ms INTEGER NOT NULL, 
	outcome TEXT NOT NULL, 
	PRIMARY KEY (office_id, event_id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE holiday (
	office_id INTEGER NOT NULL, 
	day INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	source TEXT NOT NULL, 
	changed_at_ms INTEGER NOT NULL, 
	changed_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, day)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE message_template (
	office_id INTEGER NOT NULL, 
	alert TEXT NOT NULL, 
	medium TEXT NOT NULL, 
	language TEXT NOT NULL, 
	text TEXT NOT NULL, 
	variables TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	template_id TEXT NOT NULL, 
	header TEXT NOT NULL, 
	entity_id TEXT NOT NULL, 
	changed_at_ms INTEGER NOT NULL, 
	changed_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, alert, medium, language)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE policy_version (
	office_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	valid_from_day INTEGER NOT NULL, 
	document TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	recorded_at_ms INTEGER NOT NULL, 
	recorded_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, seq)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE standstill (
	office_id INTEGER NOT NULL, 
	began_at_ms INTEGER NOT NULL, 
	began_by TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	ended_at_ms INTEGER, 
	ended_by TEXT NOT NULL, 
	end_reason TEXT NOT NULL, 
	PRIMARY KEY (office_id, began_at_ms)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE supply_exchange (
	office_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	order_id TEXT NOT NULL, 
	at_ms INTEGER NOT NULL, 
	is_ours INTEGER NOT NULL, 
	road TEXT NOT NULL, 
	what TEXT NOT NULL, 
	status INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	took_ms INTEGER NOT NULL, 
	PRIMARY KEY (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX supply_exchange_by_order ON supply_exchange (office_id, order_id)
;
CREATE TABLE supply_job (
	office_id INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	at_ms INTEGER NOT NULL, 
	until_ms INTEGER NOT NULL, 
	policy TEXT NOT NULL, 
	state TEXT NOT NULL CHECK (state IN ('draft', 'asked', 'approved', 'rejected')), 
	reason TEXT NOT NULL, 
	made_at_ms INTEGER NOT NULL, 
	made_by TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	defaulters INTEGER NOT NULL, 
	eligible INTEGER NOT NULL, 
	beyond INTEGER NOT NULL, 
	approval_id TEXT NOT NULL, 
	decided_at_ms INTEGER, 
	decided_by TEXT NOT NULL, 
	PRIMARY KEY (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX supply_job_by_time ON supply_job (office_id, made_at_ms)
;
CREATE TABLE message (
	office_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	alert TEXT NOT NULL, 
	period TEXT NOT NULL, 
	medium TEXT NOT NULL, 
	language TEXT NOT NULL, 
	address TEXT NOT NULL, 
	template_id TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	text TEXT NOT NULL, 
	variables TEXT NOT NULL, 
	state TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	created_at_ms INTEGER NOT NULL, 
	next_try_at_ms INTEGER, 
	provider_id TEXT NOT NULL, 
	error TEXT NOT NULL, 
	sent_at_ms INTEGER, 
	delivered_at_ms INTEGER, 
	resent INTEGER NOT NULL, 
	ask_at_ms INTEGER, 
	PRIMARY KEY (office_id, id), 
	UNIQUE (office_id, consumer_id, alert, period, medium), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX message_by_provider ON message (office_id, provider_id) WHERE provider_id <> ''
;
CREATE INDEX message_by_time ON message (office_id, created_at_ms)
;
CREATE INDEX message_open ON message (office_id, next_try_at_ms) WHERE state IN ('waiting', 'leaving', 'held')
;
CREATE INDEX message_unreported ON message (office_id, ask_at_ms) WHERE ask_at_ms IS NOT NULL
;
CREATE TABLE part_payment (
	office_id INTEGER NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	granted_at_ms INTEGER NOT NULL, 
	dues_paise INTEGER NOT NULL, 
	paid_paise INTEGER NOT NULL, 
	until_day INTEGER NOT NULL, 
	receipt TEXT NOT NULL, 
	PRIMARY KEY (office_id, consumer_id, granted_at_ms), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE protection (
	office_id INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	scope TEXT NOT NULL CHECK (scope IN ('consumer', 'feeder', 'schedule', 'office')), 
	consumer_id INTEGER, 
	whom TEXT NOT NULL, 
	proof TEXT NOT NULL, 
	first_day INTEGER NOT NULL, 
	last_day INTEGER NOT NULL, 
	recorded_at_ms INTEGER NOT NULL, 
	recorded_by TEXT NOT NULL, 
	ended_day INTEGER, 
	ended_by TEXT NOT NULL, 
	end_reason TEXT NOT NULL, 
	PRIMARY KEY (office_id, id), 
	CHECK (first_day <= last_day), 
	CHECK ((scope = 'consumer') = (consumer_id IS NOT NULL)), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX protection_by_last_day ON protection (office_id, last_day)
;
CREATE TABLE supply_job_row (
	office_id INTEGER NOT NULL, 
	job_id TEXT NOT NULL, 
	consumer_id INTEGER NOT NULL, 
	balance_paise INTEGER NOT NULL, 
	negative_since_day INTEGER, 
	reasons INTEGER NOT NULL, 
	next_ms INTEGER, 
	left_out TEXT NOT NULL, 
	PRIMARY KEY (office_id, job_id, consumer_id), 
	FOREIGN KEY(office_id, job_id) REFERENCES supply_job (office_id, id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE TABLE supply_order (
	office_id INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	kind TEXT NOT NULL CHECK (kind IN ('disconnect', 'reconnect', 'read_relay')), 
	reason TEXT NOT NULL, 
	is_urgent INTEGER NOT NULL CHECK (is_urgent IN (0, 1)), 
	consumer_id INTEGER NOT NULL, 
	meter_id INTEGER NOT NULL, 
	requested_by TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	made_at_ms INTEGER NOT NULL, 
	not_before_ms INTEGER NOT NULL, 
	expires_at_ms INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	job_id TEXT NOT NULL, 
	answers TEXT NOT NULL, 
	balance_paise INTEGER, 
	unwanted_at_ms INTEGER, 
	due_at_ms INTEGER, 
	road TEXT NOT NULL CHECK (road IN ('api', 'file')), 
	body TEXT NOT NULL, 
	remote_id TEXT NOT NULL, 
	remote_status TEXT NOT NULL, 
	relay TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_try_at_ms INTEGER, 
	sent_at_ms INTEGER, 
	executed_at_ms INTEGER, 
	ended_at_ms INTEGER, 
	is_late INTEGER NOT NULL CHECK (is_late IN (0, 1)), 
	said_wh INTEGER, 
	said_at_ms INTEGER, 
	error TEXT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (office_id, id), 
	CHECK (kind <> 'disconnect' OR job_id <> ''), 
	CHECK (NOT (state IN ('waiting', 'leaving', 'in_file', 'accepted', 'unknown', 'held')) OR next_try_at_ms IS NOT NULL), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id), 
	FOREIGN KEY(office_id, meter_id) REFERENCES meter (office_id, id)
)
 WITHOUT ROWID,
 STRICT
;
CREATE INDEX supply_order_by_consumer ON supply_order (office_id, consumer_id, made_at_ms)
;
CREATE INDEX supply_order_by_job ON supply_order (office_id, job_id)
;
CREATE INDEX supply_order_by_sending ON supply_order (office_id, sent_at_ms)
;
CREATE INDEX supply_order_by_time ON supply_order (office_id, made_at_ms)
;
CREATE INDEX supply_order_due ON supply_order (office_id, next_try_at_ms) WHERE next_try_at_ms IS NOT NULL
;
CREATE UNIQUE INDEX supply_order_one_open ON supply_order (office_id, meter_id) WHERE state IN ('waiting', 'leaving', 'in_file', 'accepted', 'unknown', 'held') AND unwanted_at_ms IS NULL
;
CREATE TRIGGER policy_version_is_final_on_update BEFORE UPDATE ON policy_version BEGIN SELECT RAISE(ABORT, 'a row of policy_version is final'); END
;
CREATE TRIGGER policy_version_is_final_on_delete BEFORE DELETE ON policy_version BEGIN SELECT RAISE(ABORT, 'a row of policy_version is final'); END
;
CREATE TRIGGER part_payment_is_final_on_update BEFORE UPDATE ON part_payment BEGIN SELECT RAISE(ABORT, 'a row of part_payment is final'); END
;
CREATE TRIGGER part_payment_is_final_on_delete BEFORE DELETE ON part_payment BEGIN SELECT RAISE(ABORT, 'a row of part_payment is final'); END
;
CREATE TRIGGER supply_exchange_is_final_on_update BEFORE UPDATE ON supply_exchange BEGIN SELECT RAISE(ABORT, 'a row of supply_exchange is final'); END
;
CREATE TRIGGER supply_exchange_is_final_on_delete BEFORE DELETE ON supply_exchange BEGIN SELECT RAISE(ABORT, 'a row of supply_exchange is final'); END
;
CREATE TRIGGER amisp_event_is_final_on_update BEFORE UPDATE ON amisp_event BEGIN SELECT RAISE(ABORT, 'a row of amisp_event is final'); END
;
CREATE TRIGGER amisp_event_is_final_on_delete BEFORE DELETE ON amisp_event BEGIN SELECT RAISE(ABORT, 'a row of amisp_event is final'); END
;
