CREATE TRIGGER project_withdrawal_fixed BEFORE UPDATE ON project_withdrawal
WHEN OLD.approved_by IS NOT NULL OR NEW.id <> OLD.id OR NEW.poll_no <> OLD.poll_no OR NEW.project <> OLD.project
  OR NEW.reason <> OLD.reason OR NEW.proposed_by <> OLD.proposed_by OR NEW.proposed_at <> OLD.proposed_at
  OR NOT EXISTS (SELECT 1 FROM poll WHERE poll_no = OLD.poll_no AND state = 'open')
BEGIN SELECT RAISE(ABORT, 'a withdrawal stays as it was decided'); END
--;
CREATE TRIGGER project_withdrawal_kept BEFORE DELETE ON project_withdrawal
BEGIN SELECT RAISE(ABORT, 'a withdrawal stays as it was decided'); END
--;
CREATE TRIGGER project_withdrawal_once BEFORE INSERT ON project_withdrawal
WHEN NEW.approved_by IS NOT NULL OR EXISTS (SELECT 1 FROM project_withdrawal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a withdrawal stays as it was decided'); END
