-- Text is compared byte by byte, as on SQLite: identifiers sort bytewise wherever the server stands.
DO $do$
DECLARE
  changed record;
BEGIN
  FOR changed IN
    SELECT table_name, string_agg(format('ALTER COLUMN %I TYPE TEXT COLLATE "C"', column_name), ', ') AS columns
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND data_type = 'text' AND table_name <> 'schema_migrations'
    GROUP BY table_name
  LOOP
    EXECUTE format('ALTER TABLE %I %s', changed.table_name, changed.columns);
  END LOOP;
END
$do$;

-- The journal is written once: nothing in it changes or goes (SEC-2). A draw stays on record as it was made (SAMPLE-1).
CREATE FUNCTION written_once() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME, ERRCODE = 'PL001', TABLE = TG_TABLE_NAME;
END
$body$;
CREATE TRIGGER journal_never_changes BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION written_once();
CREATE TRIGGER journal_is_never_emptied BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION written_once();
CREATE TRIGGER draws_never_change BEFORE UPDATE OR DELETE ON draws FOR EACH ROW EXECUTE FUNCTION written_once();
CREATE TRIGGER draws_are_never_emptied BEFORE TRUNCATE ON draws FOR EACH STATEMENT EXECUTE FUNCTION written_once();
CREATE TRIGGER publications_never_change BEFORE UPDATE OR DELETE ON publications FOR EACH ROW EXECUTE FUNCTION written_once();
CREATE TRIGGER publications_are_never_emptied BEFORE TRUNCATE ON publications FOR EACH STATEMENT EXECUTE FUNCTION written_once();

-- A second wall between councils (SEC-4): whatever a query forgets to ask, a transaction sees and writes rows of its own
-- council alone. The program says which at the start of each; '*' is for work above councils (outbox, checks). It binds
-- the tables' owner too; only a superuser is past it, so the program should not be one.
-- councils, users, grants and sessions are read before one knows which council somebody belongs to.
DO $do$
DECLARE
  walled text;
BEGIN
  FOR walled IN
    SELECT c.table_name FROM information_schema.columns c
    JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
    WHERE c.table_schema = current_schema() AND c.column_name = 'council' AND t.table_type = 'BASE TABLE'
      AND c.table_name NOT IN ('councils', 'users', 'grants', 'sessions')
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', walled);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled);
    EXECUTE format(
      'CREATE POLICY own_council ON %I USING (council = current_setting(''plumbline.council'', true) '
      'OR current_setting(''plumbline.council'', true) = ''*'')', walled);
  END LOOP;
END
$do$;
