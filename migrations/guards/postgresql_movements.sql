-- Guards of movements of money, on PostgreSQL: kept whatever becomes of them, decided on once. Parted by lines of "--;".
CREATE TRIGGER movement_kept BEFORE DELETE ON movement FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER movement_whole BEFORE TRUNCATE ON movement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER movement_fixed
BEFORE UPDATE OF id, partnership_id, locality_id, purpose, giver_id, taker_id, reverses, pence, currency, reason, second_from,
  proposed_by, proposed_at ON movement FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE FUNCTION movement_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'proposed' THEN RAISE EXCEPTION 'a movement is decided on once'; END IF;
  IF NEW.state = 'posted' AND NEW.pence IS DISTINCT FROM (
    SELECT SUM(p.pence) FROM ledger_posting p JOIN ledger_seal s ON s.entry_id = p.entry_id
    WHERE p.entry_id = NEW.entry_id AND p.pence > 0)
  THEN RAISE EXCEPTION 'the entry is not what was proposed'; END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER movement_decided_once BEFORE UPDATE ON movement FOR EACH ROW EXECUTE FUNCTION movement_decided_once()
--;
ALTER FUNCTION movement_decided_once() SET search_path = public, pg_temp
--;
REVOKE ALL ON FUNCTION movement_decided_once() FROM PUBLIC
--;
GRANT SELECT, INSERT ON movement TO :app
--;
GRANT UPDATE (state, decided_by, decided_at, entry_id) ON movement TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
--;
GRANT EXECUTE ON FUNCTION movement_decided_once() TO :app
