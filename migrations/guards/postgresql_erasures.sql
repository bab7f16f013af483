-- Guards on PostgreSQL of erasing a person: the keyed hash leaves a roll once its poll is counted. Statements are parted by "--;".
DROP TRIGGER roll_entry_fixed ON roll_entry
--;
CREATE FUNCTION roll_entry_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.poll_id, NEW.roll_no, NEW.locality_id, NEW.basis) IS NOT DISTINCT FROM (OLD.poll_id, OLD.roll_no, OLD.locality_id, OLD.basis)
    AND EXISTS (SELECT 1 FROM poll WHERE id = OLD.poll_id AND state IN ('counted', 'published')) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'roll_entry is append-only';
END $$
--;
CREATE TRIGGER roll_entry_fixed BEFORE UPDATE OF poll_id, roll_no, person_key, locality_id, basis ON roll_entry
FOR EACH ROW EXECUTE FUNCTION roll_entry_fixed()
--;
REVOKE ALL ON FUNCTION roll_entry_fixed() FROM PUBLIC
