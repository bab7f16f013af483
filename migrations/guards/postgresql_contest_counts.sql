-- Guards on PostgreSQL of the counts of further contests: kept as the count of the first is. Parted by "--;".
CREATE FUNCTION contest_count_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.poll_no, NEW.place, NEW.record, NEW.record_sha256, NEW.pb_sha256, NEW.outcome, NEW.greedy)
    IS DISTINCT FROM (OLD.poll_no, OLD.place, OLD.record, OLD.record_sha256, OLD.pb_sha256, OLD.outcome, OLD.greedy)
    OR (OLD.awards_entry_id IS NOT NULL AND NEW.awards_entry_id IS DISTINCT FROM OLD.awards_entry_id) THEN
    RAISE EXCEPTION 'the count of record is fixed';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER contest_count_fixed BEFORE UPDATE ON contest_count FOR EACH ROW EXECUTE FUNCTION contest_count_fixed()
--;
REVOKE ALL ON FUNCTION contest_count_fixed() FROM PUBLIC
--;
GRANT SELECT, INSERT, UPDATE ON contest_count TO :app
