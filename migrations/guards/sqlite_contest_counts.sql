-- Guards on SQLite of the counts of further contests: kept as the count of the first is. Statements are parted by "--;".
CREATE TRIGGER contest_count_fixed BEFORE UPDATE ON contest_count
WHEN NEW.poll_no IS NOT OLD.poll_no OR NEW.place IS NOT OLD.place OR NEW.record IS NOT OLD.record
  OR NEW.record_sha256 IS NOT OLD.record_sha256 OR NEW.pb_sha256 IS NOT OLD.pb_sha256
  OR NEW.outcome IS NOT OLD.outcome OR NEW.greedy IS NOT OLD.greedy
  OR (OLD.awards_entry_id IS NOT NULL AND NEW.awards_entry_id IS NOT OLD.awards_entry_id)
BEGIN SELECT RAISE(ABORT, 'the count of record is fixed'); END
--;
CREATE TRIGGER contest_count_kept BEFORE DELETE ON contest_count
BEGIN SELECT RAISE(ABORT, 'the count of record is fixed'); END
--;
CREATE TRIGGER contest_count_once BEFORE INSERT ON contest_count
WHEN EXISTS (SELECT 1 FROM contest_count WHERE poll_no = NEW.poll_no AND place = NEW.place
             OR record_sha256 = NEW.record_sha256 OR awards_entry_id = NEW.awards_entry_id)
BEGIN SELECT RAISE(ABORT, 'the count of record is fixed'); END
