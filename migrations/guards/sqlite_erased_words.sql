-- Guards on SQLite of moderation, once words of erased people may go: they can be emptied and never be rewritten. Parted by lines of "--;".
DROP TRIGGER message_report_fixed
--;
CREATE TRIGGER message_report_fixed BEFORE UPDATE ON message_report
WHEN NEW.note <> '' OR NEW.id <> OLD.id OR NEW.case_id <> OLD.case_id OR NEW.person_id <> OLD.person_id
  OR NEW.rule_id IS NOT OLD.rule_id OR NEW.at <> OLD.at
BEGIN SELECT RAISE(ABORT, 'reports are kept'); END
--;
DROP TRIGGER moderation_decision_fixed
--;
CREATE TRIGGER moderation_decision_fixed BEFORE UPDATE ON moderation_decision
WHEN NEW.note <> '' OR NEW.id <> OLD.id OR NEW.room_id <> OLD.room_id OR NEW.case_id IS NOT OLD.case_id OR NEW.version IS NOT OLD.version
  OR NEW.verdict <> OLD.verdict OR NEW.rule_id IS NOT OLD.rule_id OR NEW.decided_by IS NOT OLD.decided_by
  OR NEW.author_id IS NOT OLD.author_id OR NEW.at <> OLD.at OR NEW.until IS NOT OLD.until OR NEW.seconds IS NOT OLD.seconds
  OR NEW.salt IS NOT OLD.salt OR NEW.digest IS NOT OLD.digest
BEGIN SELECT RAISE(ABORT, 'decisions are kept'); END
--;
DROP TRIGGER moderation_appeal_fixed
--;
CREATE TRIGGER moderation_appeal_fixed BEFORE UPDATE ON moderation_appeal
WHEN NEW.id <> OLD.id OR NEW.decision_id <> OLD.decision_id OR NEW.person_id <> OLD.person_id
  OR NEW.against IS NOT OLD.against OR (NEW.words <> OLD.words AND NEW.words <> '') OR NEW.at <> OLD.at OR NEW.due_at <> OLD.due_at
  OR (OLD.decided_at IS NOT NULL AND (NEW.decided_by IS NOT OLD.decided_by OR NEW.decided_at IS NOT OLD.decided_at
    OR NEW.is_upheld IS NOT OLD.is_upheld OR (NEW.answer <> OLD.answer AND NEW.answer <> '')))
BEGIN SELECT RAISE(ABORT, 'an appeal is answered once'); END
