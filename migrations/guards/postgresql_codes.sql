-- Guards of voting codes, on PostgreSQL: hashes stay as they are, and void is for good. Parted by lines of "--;".
CREATE FUNCTION codes_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN RAISE EXCEPTION '% is kept', TG_TABLE_NAME; END $$
--;
CREATE TRIGGER code_batch_kept BEFORE UPDATE OR DELETE ON code_batch FOR EACH ROW EXECUTE FUNCTION codes_kept()
--;
CREATE TRIGGER code_batch_whole BEFORE TRUNCATE ON code_batch FOR EACH STATEMENT EXECUTE FUNCTION codes_kept()
--;
CREATE TRIGGER voting_code_kept BEFORE DELETE ON voting_code FOR EACH ROW EXECUTE FUNCTION codes_kept()
--;
CREATE TRIGGER voting_code_whole BEFORE TRUNCATE ON voting_code FOR EACH STATEMENT EXECUTE FUNCTION codes_kept()
--;
CREATE FUNCTION voting_code_of_batch() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM code_batch WHERE id = NEW.batch_id AND poll_id = NEW.poll_id)
    OR (SELECT count(*) FROM voting_code WHERE batch_id = NEW.batch_id)
      >= (SELECT codes FROM code_batch WHERE id = NEW.batch_id)
    OR (SELECT state FROM poll WHERE id = NEW.poll_id) NOT IN ('frozen', 'open') THEN
    RAISE EXCEPTION 'a code belongs to a batch of its poll';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER voting_code_of_batch BEFORE INSERT ON voting_code FOR EACH ROW EXECUTE FUNCTION voting_code_of_batch()
--;
CREATE FUNCTION voting_code_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
    OR (NEW.poll_id, NEW.person_key, NEW.batch_id, NEW.serial)
      IS DISTINCT FROM (OLD.poll_id, OLD.person_key, OLD.batch_id, OLD.serial) THEN
    RAISE EXCEPTION 'codes are kept';
  END IF;
  IF EXISTS (SELECT 1 FROM roll_entry e JOIN roll_mark m ON m.poll_id = e.poll_id AND m.roll_no = e.roll_no
             WHERE e.poll_id = OLD.poll_id AND e.person_key = OLD.person_key) THEN
    RAISE EXCEPTION 'a code that has voted stays';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER voting_code_fixed BEFORE UPDATE ON voting_code FOR EACH ROW EXECUTE FUNCTION voting_code_fixed()
--;
CREATE FUNCTION roll_entry_of_live_code() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM voting_code
             WHERE poll_id = NEW.poll_id AND person_key = NEW.person_key AND voided_at IS NOT NULL) THEN
    RAISE EXCEPTION 'this code is void';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER roll_entry_of_live_code BEFORE INSERT OR UPDATE OF status ON roll_entry FOR EACH ROW
WHEN (NEW.status = 'eligible') EXECUTE FUNCTION roll_entry_of_live_code()
--;
REVOKE ALL ON FUNCTION codes_kept(), voting_code_of_batch(), voting_code_fixed(), roll_entry_of_live_code() FROM PUBLIC
--;
REVOKE ALL ON code_batch, voting_code FROM PUBLIC
--;
GRANT SELECT, INSERT ON code_batch, voting_code TO :app
--;
GRANT UPDATE (voided_at, void_reason, voided_by) ON voting_code TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
