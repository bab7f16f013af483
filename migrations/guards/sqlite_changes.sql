-- Guards on SQLite of changed ballots and longer hours. Statements are parted by lines of "--;".
CREATE TRIGGER poll_rules_frozen
BEFORE UPDATE OF id, round_no, pot_id, opens_at, min_choices, max_choices, rule, seed_source, definition,
  rules_sha256, min_mix, imported, may_change, eligibility ON poll
WHEN OLD.state <> 'draft' BEGIN SELECT RAISE(ABORT, 'the rules are frozen'); END
--;
CREATE TRIGGER poll_hour_kept BEFORE UPDATE OF closes_at ON poll
WHEN OLD.state <> 'draft' AND NEW.closes_at IS NOT OLD.closes_at
  AND NOT (OLD.state = 'open' AND NEW.state = 'open'
    AND strftime('%Y-%m-%d %H:%M:%f000', 'now') < OLD.closes_at AND EXISTS (
      SELECT 1 FROM poll_extension e WHERE e.poll_no = OLD.poll_no AND e.was = OLD.closes_at
        AND e.closes_at = NEW.closes_at AND e.approved_by IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'the hour of closing is fixed'); END
--;
CREATE TRIGGER poll_extension_fixed BEFORE UPDATE ON poll_extension
WHEN OLD.approved_by IS NOT NULL OR NEW.id <> OLD.id OR NEW.poll_no <> OLD.poll_no OR NEW.was <> OLD.was
  OR NEW.closes_at <> OLD.closes_at OR NEW.reason <> OLD.reason OR NEW.proposed_by <> OLD.proposed_by
  OR NEW.proposed_at <> OLD.proposed_at
BEGIN SELECT RAISE(ABORT, 'an extension stays as it was decided'); END
--;
CREATE TRIGGER poll_extension_kept BEFORE DELETE ON poll_extension
BEGIN SELECT RAISE(ABORT, 'an extension stays as it was decided'); END
--;
CREATE TRIGGER poll_extension_once BEFORE INSERT ON poll_extension
WHEN EXISTS (SELECT 1 FROM poll_extension WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'an extension stays as it was decided'); END
--;
CREATE TRIGGER box_inbox_kept BEFORE DELETE ON box_inbox
WHEN NOT EXISTS (SELECT 1 FROM box_ballot WHERE poll_id = OLD.poll_id AND c = OLD.c AND body = OLD.body)
  AND NOT EXISTS (SELECT 1 FROM box_voided WHERE poll_id = OLD.poll_id AND c = OLD.c)
BEGIN SELECT RAISE(ABORT, 'only the mix takes ballots out'); END
--;
CREATE TRIGGER box_ballot_kept BEFORE DELETE ON box_ballot
WHEN NOT EXISTS (SELECT 1 FROM box_voided WHERE poll_id = OLD.poll_id AND c = OLD.c)
BEGIN SELECT RAISE(ABORT, 'ballots are append-only'); END
--;
CREATE TRIGGER box_inbox_not_voided BEFORE INSERT ON box_inbox
WHEN EXISTS (SELECT 1 FROM box_voided WHERE poll_id = NEW.poll_id AND c = NEW.c)
BEGIN SELECT RAISE(ABORT, 'one ballot a secret'); END
--;
CREATE TRIGGER box_voided_in_box BEFORE INSERT ON box_voided
WHEN NOT EXISTS (SELECT 1 FROM box_inbox WHERE poll_id = NEW.poll_id AND c = NEW.c AND NOT NEW.mixed)
  AND NOT EXISTS (SELECT 1 FROM box_ballot WHERE poll_id = NEW.poll_id AND c = NEW.c AND NEW.mixed)
BEGIN SELECT RAISE(ABORT, 'only what is in the box is voided'); END
--;
CREATE TRIGGER box_voided_by_change BEFORE INSERT ON box_voided
WHEN NEW.reason = 'replaced'
  AND NOT EXISTS (SELECT 1 FROM poll WHERE id = NEW.poll_id AND state = 'open' AND may_change)
BEGIN SELECT RAISE(ABORT, 'ballots of this poll are not changed'); END
