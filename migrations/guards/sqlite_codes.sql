-- Guards of voting codes, on SQLite: hashes stay as they are, and void is for good. Parted by lines of "--;".
CREATE TRIGGER code_batch_fixed BEFORE UPDATE ON code_batch BEGIN SELECT RAISE(ABORT, 'batches of codes are kept'); END
--;
CREATE TRIGGER code_batch_kept BEFORE DELETE ON code_batch BEGIN SELECT RAISE(ABORT, 'batches of codes are kept'); END
--;
CREATE TRIGGER code_batch_once BEFORE INSERT ON code_batch
WHEN EXISTS (SELECT 1 FROM code_batch WHERE id = NEW.id OR (poll_id = NEW.poll_id AND batch_no = NEW.batch_no))
BEGIN SELECT RAISE(ABORT, 'batches of codes are kept'); END
--;
CREATE TRIGGER voting_code_once BEFORE INSERT ON voting_code
WHEN EXISTS (SELECT 1 FROM voting_code WHERE poll_id = NEW.poll_id AND (person_key = NEW.person_key OR serial = NEW.serial))
  OR NOT EXISTS (SELECT 1 FROM code_batch WHERE id = NEW.batch_id AND poll_id = NEW.poll_id)
  OR (SELECT COUNT(*) FROM voting_code WHERE batch_id = NEW.batch_id)
   >= (SELECT codes FROM code_batch WHERE id = NEW.batch_id)
  OR COALESCE((SELECT state FROM poll WHERE id = NEW.poll_id), '') NOT IN ('frozen', 'open')
BEGIN SELECT RAISE(ABORT, 'a code belongs to a batch of its poll'); END
--;
CREATE TRIGGER voting_code_kept BEFORE DELETE ON voting_code BEGIN SELECT RAISE(ABORT, 'codes are kept'); END
--;
CREATE TRIGGER voting_code_fixed BEFORE UPDATE ON voting_code
WHEN OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
  OR NEW.poll_id IS NOT OLD.poll_id OR NEW.person_key IS NOT OLD.person_key
  OR NEW.batch_id IS NOT OLD.batch_id OR NEW.serial IS NOT OLD.serial
BEGIN SELECT RAISE(ABORT, 'codes are kept'); END
--;
CREATE TRIGGER voting_code_unused BEFORE UPDATE ON voting_code
WHEN EXISTS (SELECT 1 FROM roll_entry e JOIN roll_mark m ON m.poll_id = e.poll_id AND m.roll_no = e.roll_no
             WHERE e.poll_id = OLD.poll_id AND e.person_key = OLD.person_key)
BEGIN SELECT RAISE(ABORT, 'a code that has voted stays'); END
--;
CREATE TRIGGER roll_entry_of_live_code BEFORE INSERT ON roll_entry
WHEN EXISTS (SELECT 1 FROM voting_code WHERE poll_id = NEW.poll_id AND person_key = NEW.person_key AND voided_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'this code is void'); END
--;
CREATE TRIGGER roll_entry_of_void_code BEFORE UPDATE OF status ON roll_entry
WHEN NEW.status = 'eligible'
  AND EXISTS (SELECT 1 FROM voting_code WHERE poll_id = NEW.poll_id AND person_key = NEW.person_key AND voided_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'this code is void'); END
