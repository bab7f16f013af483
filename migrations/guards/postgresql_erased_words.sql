-- Guards on PostgreSQL of moderation, once words of erased people may go: they can be emptied and never be rewritten. Parted by lines of "--;".
DROP TRIGGER message_report_kept ON message_report
--;
CREATE TRIGGER message_report_kept BEFORE DELETE OR UPDATE OF id, case_id, person_id, rule_id, at ON message_report
FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER message_report_emptied BEFORE UPDATE ON message_report FOR EACH ROW WHEN (NEW.note <> '') EXECUTE FUNCTION refuse_change()
--;
DROP TRIGGER moderation_decision_kept ON moderation_decision
--;
CREATE TRIGGER moderation_decision_kept BEFORE DELETE OR UPDATE OF id, room_id, case_id, version, verdict, rule_id, decided_by, author_id,
  at, until, seconds, salt, digest ON moderation_decision FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER moderation_decision_emptied BEFORE UPDATE ON moderation_decision FOR EACH ROW WHEN (NEW.note <> '') EXECUTE FUNCTION refuse_change()
--;
DROP TRIGGER moderation_appeal_fixed ON moderation_appeal
--;
CREATE TRIGGER moderation_appeal_fixed BEFORE UPDATE OF id, decision_id, person_id, against, at, due_at ON moderation_appeal
FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER moderation_appeal_emptied BEFORE UPDATE ON moderation_appeal FOR EACH ROW
WHEN (NEW.words <> OLD.words AND NEW.words <> '') EXECUTE FUNCTION refuse_change()
--;
DROP TRIGGER moderation_appeal_once ON moderation_appeal
--;
CREATE TRIGGER moderation_appeal_once BEFORE UPDATE ON moderation_appeal FOR EACH ROW
WHEN (OLD.decided_at IS NOT NULL AND (NEW.decided_by IS DISTINCT FROM OLD.decided_by OR NEW.decided_at IS DISTINCT FROM OLD.decided_at
  OR NEW.is_upheld IS DISTINCT FROM OLD.is_upheld OR (NEW.answer <> OLD.answer AND NEW.answer <> '')))
EXECUTE FUNCTION refuse_change()
--;
GRANT UPDATE (note) ON message_report, moderation_decision TO :app
--;
GRANT UPDATE (words) ON moderation_appeal TO :app
