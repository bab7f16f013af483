-- Guards of what the log rests on, on PostgreSQL: nodes and keys stay as they are; a payload may go, but never change. Parted by "--;".
DO $$ DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['log_node', 'log_key'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name || '_kept', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name || '_whole', name);
  END LOOP;
END $$
--;
CREATE TRIGGER log_payload_fixed BEFORE UPDATE ON log_payload FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER log_payload_whole BEFORE TRUNCATE ON log_payload FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
GRANT SELECT, INSERT ON log_node, log_key TO :app
--;
GRANT SELECT, INSERT, DELETE ON log_payload TO :app
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON log_halt TO :app
