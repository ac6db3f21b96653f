DROP TABLE outbox
;
CREATE TABLE amisp_event (
	office_id BIGINT NOT NULL, 
	event_id TEXT COLLATE "C" NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	order_id TEXT COLLATE "C" NOT NULL, 
	received_at_ms BIGINT NOT NULL, 
	outcome TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, event_id)
)
;
CREATE TABLE holiday (
	office_id BIGINT NOT NULL, 
	day BIGINT NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	source TEXT COLLATE "C" NOT NULL, 
	changed_at_ms BIGINT NOT NULL, 
	changed_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, day)
)
;
CREATE TABLE message_template (
	office_id BIGINT NOT NULL, 
	alert TEXT COLLATE "C" NOT NULL, 
	medium TEXT COLLATE "C" NOT NULL, 
	language TEXT COLLATE "C" NOT NULL, 
	text TEXT COLLATE "C" NOT NULL, 
	variables TEXT COLLATE "C" NOT NULL, 
	subject TEXT COLLATE "C" NOT NULL, 
	template_id TEXT COLLATE "C" NOT NULL, 
	header TEXT COLLATE "C" NOT NULL, 
	entity_id TEXT COLLATE "C" NOT NULL, 
	changed_at_ms BIGINT NOT NULL, 
	changed_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, alert, medium, language)
)
;
CREATE TABLE policy_version (
	office_id BIGINT NOT NULL, 
	seq BIGINT NOT NULL, 
	id TEXT COLLATE "C" NOT NULL, 
	valid_from_day BIGINT NOT NULL, 
	document TEXT COLLATE "C" NOT NULL, 
	sha256 TEXT COLLATE "C" NOT NULL, 
	recorded_at_ms BIGINT NOT NULL, 
	recorded_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, seq)
)
;
CREATE TABLE standstill (
	office_id BIGINT NOT NULL, 
	began_at_ms BIGINT NOT NULL, 
	began_by TEXT COLLATE "C" NOT NULL, 
	reason TEXT COLLATE "C" NOT NULL, 
	ended_at_ms BIGINT, 
	ended_by TEXT COLLATE "C" NOT NULL, 
	end_reason TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, began_at_ms)
)
;
CREATE TABLE supply_exchange (
	office_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	order_id TEXT COLLATE "C" NOT NULL, 
	at_ms BIGINT NOT NULL, 
	is_ours BIGINT NOT NULL, 
	road TEXT COLLATE "C" NOT NULL, 
	what TEXT COLLATE "C" NOT NULL, 
	status BIGINT NOT NULL, 
	body TEXT COLLATE "C" NOT NULL, 
	took_ms BIGINT NOT NULL, 
	PRIMARY KEY (office_id, id)
)
;
CREATE INDEX supply_exchange_by_order ON supply_exchange (office_id, order_id)
;
CREATE TABLE supply_job (
	office_id BIGINT NOT NULL, 
	id TEXT COLLATE "C" NOT NULL, 
	at_ms BIGINT NOT NULL, 
	until_ms BIGINT NOT NULL, 
	policy TEXT COLLATE "C" NOT NULL, 
	state TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'asked', 'approved', 'rejected')), 
	reason TEXT COLLATE "C" NOT NULL, 
	made_at_ms BIGINT NOT NULL, 
	made_by TEXT COLLATE "C" NOT NULL, 
	channel TEXT COLLATE "C" NOT NULL, 
	defaulters BIGINT NOT NULL, 
	eligible BIGINT NOT NULL, 
	beyond BIGINT NOT NULL, 
	approval_id TEXT COLLATE "C" NOT NULL, 
	decided_at_ms BIGINT, 
	decided_by TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, id)
)
;
CREATE INDEX supply_job_by_time ON supply_job (office_id, made_at_ms)
;
CREATE TABLE message (
	office_id BIGINT NOT NULL, 
	id BIGINT NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	alert TEXT COLLATE "C" NOT NULL, 
	period TEXT COLLATE "C" NOT NULL, 
	medium TEXT COLLATE "C" NOT NULL, 
	language TEXT COLLATE "C" NOT NULL, 
	address TEXT COLLATE "C" NOT NULL, 
	template_id TEXT COLLATE "C" NOT NULL, 
	subject TEXT COLLATE "C" NOT NULL, 
	text TEXT COLLATE "C" NOT NULL, 
	variables TEXT COLLATE "C" NOT NULL, 
	state TEXT COLLATE "C" NOT NULL, 
	attempts BIGINT NOT NULL, 
	created_at_ms BIGINT NOT NULL, 
	next_try_at_ms BIGINT, 
	provider_id TEXT COLLATE "C" NOT NULL, 
	error TEXT COLLATE "C" NOT NULL, 
	sent_at_ms BIGINT, 
	delivered_at_ms BIGINT, 
	resent BIGINT NOT NULL, 
	ask_at_ms BIGINT, 
	PRIMARY KEY (office_id, id), 
	UNIQUE (office_id, consumer_id, alert, period, medium), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
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
	office_id BIGINT NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	granted_at_ms BIGINT NOT NULL, 
	dues_paise BIGINT NOT NULL, 
	paid_paise BIGINT NOT NULL, 
	until_day BIGINT NOT NULL, 
	receipt TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, consumer_id, granted_at_ms), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
;
CREATE TABLE protection (
	office_id BIGINT NOT NULL, 
	id TEXT COLLATE "C" NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	scope TEXT COLLATE "C" NOT NULL CHECK (scope IN ('consumer', 'feeder', 'schedule', 'office')), 
	consumer_id BIGINT, 
	whom TEXT COLLATE "C" NOT NULL, 
	proof TEXT COLLATE "C" NOT NULL, 
	first_day BIGINT NOT NULL, 
	last_day BIGINT NOT NULL, 
	recorded_at_ms BIGINT NOT NULL, 
	recorded_by TEXT COLLATE "C" NOT NULL, 
	ended_day BIGINT, 
	ended_by TEXT COLLATE "C" NOT NULL, 
	end_reason TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, id), 
	CHECK (first_day <= last_day), 
	CHECK ((scope = 'consumer') = (consumer_id IS NOT NULL)), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
;
CREATE INDEX protection_by_last_day ON protection (office_id, last_day)
;
CREATE TABLE supply_job_row (
	office_id BIGINT NOT NULL, 
	job_id TEXT COLLATE "C" NOT NULL, 
	consumer_id BIGINT NOT NULL, 
	balance_paise BIGINT NOT NULL, 
	negative_since_day BIGINT, 
	reasons BIGINT NOT NULL, 
	next_ms BIGINT, 
	left_out TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, job_id, consumer_id), 
	FOREIGN KEY(office_id, job_id) REFERENCES supply_job (office_id, id), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id)
)
;
CREATE TABLE supply_order (
	office_id BIGINT NOT NULL, 
	id TEXT COLLATE "C" NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('disconnect', 'reconnect', 'read_relay')), 
	reason TEXT COLLATE "C" NOT NULL, 
	is_urgent BIGINT NOT NULL CHECK (is_urgent IN (0, 1)), 
	consumer_id BIGINT NOT NULL, 
	meter_id BIGINT NOT NULL, 
	requested_by TEXT COLLATE "C" NOT NULL, 
	channel TEXT COLLATE "C" NOT NULL, 
	made_at_ms BIGINT NOT NULL, 
	not_before_ms BIGINT NOT NULL, 
	expires_at_ms BIGINT NOT NULL, 
	state TEXT COLLATE "C" NOT NULL, 
	job_id TEXT COLLATE "C" NOT NULL, 
	answers TEXT COLLATE "C" NOT NULL, 
	balance_paise BIGINT, 
	unwanted_at_ms BIGINT, 
	due_at_ms BIGINT, 
	road TEXT COLLATE "C" NOT NULL CHECK (road IN ('api', 'file')), 
	body TEXT COLLATE "C" NOT NULL, 
	remote_id TEXT COLLATE "C" NOT NULL, 
	remote_status TEXT COLLATE "C" NOT NULL, 
	relay TEXT COLLATE "C" NOT NULL, 
	attempts BIGINT NOT NULL, 
	next_try_at_ms BIGINT, 
	sent_at_ms BIGINT, 
	executed_at_ms BIGINT, 
	ended_at_ms BIGINT, 
	is_late BIGINT NOT NULL CHECK (is_late IN (0, 1)), 
	said_wh BIGINT, 
	said_at_ms BIGINT, 
	error TEXT COLLATE "C" NOT NULL, 
	note TEXT COLLATE "C" NOT NULL, 
	PRIMARY KEY (office_id, id), 
	CHECK (kind <> 'disconnect' OR job_id <> ''), 
	CHECK (NOT (state IN ('waiting', 'leaving', 'in_file', 'accepted', 'unknown', 'held')) OR next_try_at_ms IS NOT NULL), 
	FOREIGN KEY(office_id, consumer_id) REFERENCES consumer (office_id, id), 
	FOREIGN KEY(office_id, meter_id) REFERENCES meter (office_id, id)
)
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
CREATE TRIGGER policy_version_is_final_on_update BEFORE UPDATE ON policy_version FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER policy_version_is_final_on_delete BEFORE DELETE ON policy_version FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER policy_version_is_final_on_truncate BEFORE TRUNCATE ON policy_version FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER part_payment_is_final_on_update BEFORE UPDATE ON part_payment FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER part_payment_is_final_on_delete BEFORE DELETE ON part_payment FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER part_payment_is_final_on_truncate BEFORE TRUNCATE ON part_payment FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER supply_exchange_is_final_on_update BEFORE UPDATE ON supply_exchange FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER supply_exchange_is_final_on_delete BEFORE DELETE ON supply_exchange FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER supply_exchange_is_final_on_truncate BEFORE TRUNCATE ON supply_exchange FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER amisp_event_is_final_on_update BEFORE UPDATE ON amisp_event FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER amisp_event_is_final_on_delete BEFORE DELETE ON amisp_event FOR EACH ROW EXECUTE FUNCTION a_row_is_final()
;
CREATE TRIGGER amisp_event_is_final_on_truncate BEFORE TRUNCATE ON amisp_event FOR EACH STATEMENT EXECUTE FUNCTION a_row_is_final()
;
