-- Guards of moderation, on PostgreSQL: reports and decisions stay as they were, an appeal is answered once. Parted by lines of "--;".
CREATE TRIGGER message_report_kept BEFORE UPDATE OR DELETE ON message_report FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER message_report_whole BEFORE TRUNCATE ON message_report FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER moderation_decision_kept BEFORE UPDATE OR DELETE ON moderation_decision FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER moderation_decision_whole BEFORE TRUNCATE ON moderation_decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER moderation_case_kept BEFORE DELETE ON moderation_case FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER moderation_case_whole BEFORE TRUNCATE ON moderation_case FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER moderation_case_fixed BEFORE UPDATE OF id, room_id, seq, cause, opened_at ON moderation_case
FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER moderation_appeal_kept BEFORE DELETE ON moderation_appeal FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER moderation_appeal_whole BEFORE TRUNCATE ON moderation_appeal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER moderation_appeal_fixed BEFORE UPDATE OF id, decision_id, person_id, against, words, at, due_at ON moderation_appeal
FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER moderation_appeal_once BEFORE UPDATE ON moderation_appeal FOR EACH ROW
WHEN (OLD.decided_at IS NOT NULL) EXECUTE FUNCTION refuse_change()
--;
GRANT SELECT, INSERT ON message_report, moderation_decision, moderation_case, moderation_appeal TO :app
--;
GRANT UPDATE (state, version, due_at, reminded_at, settled_at) ON moderation_case TO :app
--;
GRANT UPDATE (decided_by, decided_at, is_upheld, answer) ON moderation_appeal TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
