-- Roles for an office's database on a PostgreSQL server: who may change what, said to the server
-- itself, so that nobody gets round it by a program of their own.
--
-- Run it as the owner of the tables (who made the first office with "init --database"), after
-- every new version of the program, in the office's database:
--
--     psql "postgresql://owner@server/bijli" -f roles.sql
--
-- Then make a login for each counter and each auditor, and let it be one of these:
--
--     CREATE ROLE counter_1 LOGIN; GRANT bijli_desk TO counter_1;
--     CREATE ROLE cag_audit LOGIN; GRANT bijli_auditor TO cag_audit;
--
-- A desk adds rows and keeps the derived ones (wallets, positions) up to date. What is posted it
-- can neither change nor delete: it has no right to, and triggers refuse it besides. Making
-- offices, new versions of the tables, and moving old years to an archive are the owner's.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bijli_desk') THEN
        CREATE ROLE bijli_desk NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bijli_auditor') THEN
        CREATE ROLE bijli_auditor NOLOGIN;
    END IF;
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, bijli_desk, bijli_auditor;
GRANT USAGE ON SCHEMA public TO bijli_desk, bijli_auditor;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO bijli_desk, bijli_auditor;

-- An auditor may read everything but by what people sign in.
REVOKE SELECT ON staff, recovery FROM bijli_auditor;
GRANT SELECT (office_id, user_name, name, role, counter, must_change, is_active, wrong_tries,
    locked_until_ms, signed_in_at_ms, created_at_ms, created_by) ON staff TO bijli_auditor;

GRANT INSERT ON ALL TABLES IN SCHEMA public TO bijli_desk;
REVOKE INSERT ON alembic_version, office, ledger_account, archive_made FROM bijli_desk;

-- Derived from final rows, and compared with them by every check.
GRANT UPDATE ON wallet, month_position, counter, series TO bijli_desk;
-- Where things stand today; the event stream vouches for what was and is.
GRANT UPDATE ON consumer, meter_read, staff, recovery, approval, setting, lease,
    shift, cheque, cheque_bar, cheque_held, reference_taken, arrear, payment, settlement_line,
    sheet_mapping, import_batch, import_row, tariff_draft,
    holiday, protection, standstill, supply_job, supply_job_row, supply_order,
    message, message_template
    TO bijli_desk;
-- By what a person can be forgotten, and in no other way: a trigger sees to that.
GRANT UPDATE ON contact_version, receipt_party, audit_detail TO bijli_desk;
-- Habits, and notes that are blanked when a person is forgotten; nothing vouches for them.
GRANT UPDATE ON preference, consumer_note TO bijli_desk;
-- To lock an office's row is a writer's turn, and to lock it takes the right to change something.
GRANT UPDATE (address, phone, incarnation) ON office TO bijli_desk;

GRANT DELETE ON consumer_word, consumer_part, consumer_tag, preference, lease, setting,
    reference_taken, import_row, tariff_draft, holiday
    TO bijli_desk;
