-- Guards on SQLite of erasing a person: the keyed hash leaves a roll once its poll is counted. Statements are parted by lines of "--;".
DROP TRIGGER roll_entry_fixed
--;
CREATE TRIGGER roll_entry_fixed BEFORE UPDATE OF poll_id, roll_no, person_key, locality_id, basis ON roll_entry
WHEN NEW.poll_id IS NOT OLD.poll_id OR NEW.roll_no IS NOT OLD.roll_no OR NEW.locality_id IS NOT OLD.locality_id
  OR NEW.basis IS NOT OLD.basis
  OR NOT EXISTS (SELECT 1 FROM poll WHERE id = OLD.poll_id AND state IN ('counted', 'published'))
BEGIN SELECT RAISE(ABORT, 'the roll is append-only'); END
