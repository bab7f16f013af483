-- Guards of the rules of rooms, on PostgreSQL: what was published stays as it was. Parted by lines of "--;".
CREATE TRIGGER room_policy_kept BEFORE UPDATE OR DELETE ON room_policy FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER room_policy_whole BEFORE TRUNCATE ON room_policy FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER room_rule_kept BEFORE UPDATE OR DELETE ON room_rule FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER room_rule_whole BEFORE TRUNCATE ON room_rule FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
GRANT SELECT, INSERT ON room_policy, room_rule TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
