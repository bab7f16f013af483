-- Guards of voting on paper, on SQLite. Papers come into a closed box, never more than marks. Parted by lines of "--;".
CREATE TRIGGER box_inbox_while_open BEFORE INSERT ON box_inbox
WHEN (SELECT state FROM poll WHERE id = NEW.poll_id) IS NOT (CASE NEW.channel WHEN 'paper' THEN 'closed' ELSE 'open' END)
  OR (NEW.channel = 'paper' AND EXISTS (SELECT 1 FROM paper_reckoning WHERE poll_id = NEW.poll_id))
BEGIN SELECT RAISE(ABORT, 'the poll is not open'); END
--;
CREATE TRIGGER box_inbox_paper_marked BEFORE INSERT ON box_inbox
WHEN NEW.channel = 'paper'
  AND (SELECT COUNT(*) FROM box_inbox WHERE poll_id = NEW.poll_id AND channel = 'paper')
    + (SELECT COUNT(*) FROM box_ballot WHERE poll_id = NEW.poll_id AND channel = 'paper')
   >= (SELECT COUNT(*) FROM roll_mark WHERE poll_id = NEW.poll_id AND channel = 'paper')
BEGIN SELECT RAISE(ABORT, 'more paper ballots than marks'); END
--;
CREATE TRIGGER roll_mark_at_station BEFORE INSERT ON roll_mark
WHEN (NEW.channel = 'paper' OR NEW.station_id IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM paper_station WHERE id = NEW.station_id AND poll_id = NEW.poll_id)
BEGIN SELECT RAISE(ABORT, 'a vote on paper has its station'); END
--;
CREATE TRIGGER poll_facts_fixed
BEFORE UPDATE OF poll_no, title, frozen_by, opened_by, closed_at, close_reason, ballots, box_root ON poll
WHEN NEW.poll_no IS NOT OLD.poll_no
  OR (OLD.state <> 'draft' AND NEW.title IS NOT OLD.title)
  OR (OLD.frozen_by IS NOT NULL AND NEW.frozen_by IS NOT OLD.frozen_by)
  OR (OLD.opened_by IS NOT NULL AND NEW.opened_by IS NOT OLD.opened_by)
  OR (OLD.state IN ('closed', 'counted', 'published')
      AND (NEW.closed_at IS NOT OLD.closed_at OR NEW.close_reason IS NOT OLD.close_reason))
  OR (OLD.state IN ('closed', 'counted', 'published')
      AND (NEW.ballots IS NOT OLD.ballots OR NEW.box_root IS NOT OLD.box_root)
      AND NOT (OLD.state = 'closed' AND EXISTS (
        SELECT 1 FROM paper_reckoning WHERE poll_id = OLD.id AND closed_ballots = OLD.ballots AND closed_root = OLD.box_root
          AND ballots = NEW.ballots AND root = NEW.box_root)))
BEGIN SELECT RAISE(ABORT, 'what was decided on a poll is fixed'); END
--;
CREATE TRIGGER paper_station_fixed BEFORE UPDATE ON paper_station BEGIN SELECT RAISE(ABORT, 'stations are kept'); END
--;
CREATE TRIGGER paper_station_kept BEFORE DELETE ON paper_station BEGIN SELECT RAISE(ABORT, 'stations are kept'); END
--;
CREATE TRIGGER paper_station_once BEFORE INSERT ON paper_station
WHEN EXISTS (SELECT 1 FROM paper_station WHERE id = NEW.id OR (poll_id = NEW.poll_id AND name = NEW.name))
BEGIN SELECT RAISE(ABORT, 'stations are kept'); END
--;
CREATE TRIGGER paper_issue_fixed BEFORE UPDATE ON paper_issue BEGIN SELECT RAISE(ABORT, 'issues are append-only'); END
--;
CREATE TRIGGER paper_issue_kept BEFORE DELETE ON paper_issue BEGIN SELECT RAISE(ABORT, 'issues are append-only'); END
--;
CREATE TRIGGER paper_issue_once BEFORE INSERT ON paper_issue
WHEN EXISTS (SELECT 1 FROM paper_issue WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM paper_issue i JOIN paper_station s ON s.id = i.station_id
             WHERE s.poll_id = (SELECT poll_id FROM paper_station WHERE id = NEW.station_id)
               AND i.first_stub <= NEW.last_stub AND i.last_stub >= NEW.first_stub)
BEGIN SELECT RAISE(ABORT, 'every stub is issued once'); END
--;
CREATE TRIGGER paper_account_kept BEFORE DELETE ON paper_account BEGIN SELECT RAISE(ABORT, 'accounts are kept'); END
--;
CREATE TRIGGER paper_account_reckoned BEFORE UPDATE ON paper_account
WHEN EXISTS (SELECT 1 FROM paper_reckoning r JOIN paper_station s ON s.poll_id = r.poll_id WHERE s.id = OLD.station_id)
  OR NEW.station_id <> OLD.station_id
BEGIN SELECT RAISE(ABORT, 'the papers are reconciled'); END
--;
CREATE TRIGGER paper_account_once BEFORE INSERT ON paper_account
WHEN EXISTS (SELECT 1 FROM paper_reckoning r JOIN paper_station s ON s.poll_id = r.poll_id WHERE s.id = NEW.station_id)
  OR EXISTS (SELECT 1 FROM paper_account WHERE station_id = NEW.station_id)
BEGIN SELECT RAISE(ABORT, 'the papers are reconciled'); END
--;
CREATE TRIGGER paper_batch_kept BEFORE DELETE ON paper_batch BEGIN SELECT RAISE(ABORT, 'batches are kept'); END
--;
CREATE TRIGGER paper_batch_sealed BEFORE UPDATE ON paper_batch
WHEN OLD.sealed_at IS NOT NULL OR OLD.discarded_at IS NOT NULL
  OR NEW.id <> OLD.id OR NEW.station_id <> OLD.station_id OR NEW.batch_no <> OLD.batch_no OR NEW.papers <> OLD.papers
  OR (OLD.keyer_a IS NOT NULL AND NEW.keyer_a IS NOT OLD.keyer_a)
  OR (OLD.keyer_b IS NOT NULL AND NEW.keyer_b IS NOT OLD.keyer_b)
  OR (OLD.settled_by IS NOT NULL AND NEW.settled_by IS NOT OLD.settled_by)
BEGIN SELECT RAISE(ABORT, 'the batch is sealed'); END
--;
CREATE TRIGGER paper_batch_once BEFORE INSERT ON paper_batch
WHEN EXISTS (SELECT 1 FROM paper_batch WHERE id = NEW.id OR (station_id = NEW.station_id AND batch_no = NEW.batch_no))
  OR EXISTS (SELECT 1 FROM paper_reckoning r JOIN paper_station s ON s.poll_id = r.poll_id WHERE s.id = NEW.station_id)
BEGIN SELECT RAISE(ABORT, 'the batch is sealed'); END
--;
CREATE TRIGGER paper_key_fixed BEFORE UPDATE ON paper_key BEGIN SELECT RAISE(ABORT, 'what was keyed stays'); END
--;
CREATE TRIGGER paper_key_kept BEFORE DELETE ON paper_key BEGIN SELECT RAISE(ABORT, 'what was keyed stays'); END
--;
CREATE TRIGGER paper_key_once BEFORE INSERT ON paper_key
WHEN EXISTS (SELECT 1 FROM paper_key WHERE batch_id = NEW.batch_id AND line_no = NEW.line_no AND reading = NEW.reading)
  OR EXISTS (SELECT 1 FROM paper_batch WHERE id = NEW.batch_id
             AND (sealed_at IS NOT NULL OR discarded_at IS NOT NULL OR NEW.line_no > papers))
BEGIN SELECT RAISE(ABORT, 'the batch is sealed'); END
--;
CREATE TRIGGER paper_explanation_kept BEFORE DELETE ON paper_explanation
BEGIN SELECT RAISE(ABORT, 'explanations are kept'); END
--;
CREATE TRIGGER paper_explanation_reckoned BEFORE UPDATE ON paper_explanation
WHEN NEW.station_id <> OLD.station_id OR NEW.kind <> OLD.kind
  OR EXISTS (SELECT 1 FROM paper_reckoning r JOIN paper_station s ON s.poll_id = r.poll_id WHERE s.id = OLD.station_id)
BEGIN SELECT RAISE(ABORT, 'the papers are reconciled'); END
--;
CREATE TRIGGER paper_explanation_once BEFORE INSERT ON paper_explanation
WHEN EXISTS (SELECT 1 FROM paper_explanation WHERE id = NEW.id OR (station_id = NEW.station_id AND kind = NEW.kind))
  OR EXISTS (SELECT 1 FROM paper_reckoning r JOIN paper_station s ON s.poll_id = r.poll_id WHERE s.id = NEW.station_id)
BEGIN SELECT RAISE(ABORT, 'the papers are reconciled'); END
--;
CREATE TRIGGER paper_reckoning_fixed BEFORE UPDATE ON paper_reckoning BEGIN SELECT RAISE(ABORT, 'the reckoning stays'); END
--;
CREATE TRIGGER paper_reckoning_kept BEFORE DELETE ON paper_reckoning BEGIN SELECT RAISE(ABORT, 'the reckoning stays'); END
--;
CREATE TRIGGER paper_reckoning_once BEFORE INSERT ON paper_reckoning
WHEN EXISTS (SELECT 1 FROM paper_reckoning WHERE poll_id = NEW.poll_id)
BEGIN SELECT RAISE(ABORT, 'the reckoning stays'); END
