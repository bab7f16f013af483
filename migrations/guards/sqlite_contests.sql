-- Guards on SQLite of the contests of a paper: frozen with the poll. Statements are parted by lines of "--;".
CREATE TRIGGER poll_contests_frozen BEFORE UPDATE OF contest_title, area_id, areas ON poll
WHEN OLD.state <> 'draft' BEGIN SELECT RAISE(ABORT, 'the rules are frozen'); END
--;
CREATE TRIGGER contest_fixed BEFORE UPDATE ON contest
WHEN EXISTS (SELECT 1 FROM poll WHERE poll_no IN (OLD.poll_no, NEW.poll_no) AND state <> 'draft')
BEGIN SELECT RAISE(ABORT, 'the rules are frozen'); END
--;
CREATE TRIGGER contest_kept BEFORE DELETE ON contest
WHEN EXISTS (SELECT 1 FROM poll WHERE poll_no = OLD.poll_no AND state <> 'draft')
BEGIN SELECT RAISE(ABORT, 'the rules are frozen'); END
--;
CREATE TRIGGER contest_once BEFORE INSERT ON contest
WHEN EXISTS (SELECT 1 FROM poll WHERE poll_no = NEW.poll_no AND state <> 'draft')
  OR EXISTS (SELECT 1 FROM contest WHERE poll_no = NEW.poll_no AND place = NEW.place OR pot_id = NEW.pot_id)
BEGIN SELECT RAISE(ABORT, 'the rules are frozen'); END
