-- Guards of moderation, on SQLite: reports and decisions stay as they were, an appeal is answered once. Parted by lines of "--;".
CREATE TRIGGER message_report_fixed BEFORE UPDATE ON message_report BEGIN SELECT RAISE(ABORT, 'reports are kept'); END
--;
CREATE TRIGGER message_report_kept BEFORE DELETE ON message_report BEGIN SELECT RAISE(ABORT, 'reports are kept'); END
--;
CREATE TRIGGER message_report_once BEFORE INSERT ON message_report
WHEN EXISTS (SELECT 1 FROM message_report WHERE id = NEW.id OR (case_id = NEW.case_id AND person_id = NEW.person_id))
BEGIN SELECT RAISE(ABORT, 'UNIQUE: reports are kept'); END
--;
CREATE TRIGGER moderation_decision_fixed BEFORE UPDATE ON moderation_decision BEGIN SELECT RAISE(ABORT, 'decisions are kept'); END
--;
CREATE TRIGGER moderation_decision_kept BEFORE DELETE ON moderation_decision BEGIN SELECT RAISE(ABORT, 'decisions are kept'); END
--;
CREATE TRIGGER moderation_decision_once BEFORE INSERT ON moderation_decision
WHEN EXISTS (SELECT 1 FROM moderation_decision WHERE id = NEW.id OR (case_id = NEW.case_id AND version = NEW.version))
BEGIN SELECT RAISE(ABORT, 'decisions are kept'); END
--;
CREATE TRIGGER moderation_case_kept BEFORE DELETE ON moderation_case BEGIN SELECT RAISE(ABORT, 'cases are kept'); END
--;
CREATE TRIGGER moderation_case_fixed BEFORE UPDATE OF id, room_id, seq, cause, opened_at ON moderation_case
BEGIN SELECT RAISE(ABORT, 'cases are kept'); END
--;
CREATE TRIGGER moderation_appeal_kept BEFORE DELETE ON moderation_appeal BEGIN SELECT RAISE(ABORT, 'appeals are kept'); END
--;
CREATE TRIGGER moderation_appeal_fixed BEFORE UPDATE ON moderation_appeal
WHEN OLD.decided_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.decision_id <> OLD.decision_id OR NEW.person_id <> OLD.person_id
  OR NEW.against IS NOT OLD.against OR NEW.words <> OLD.words OR NEW.at <> OLD.at OR NEW.due_at <> OLD.due_at
BEGIN SELECT RAISE(ABORT, 'an appeal is answered once'); END
