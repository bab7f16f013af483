-- Guards on PostgreSQL of what entries name and of the keys of receipts: both are only added to. Parted by "--;".
CREATE TRIGGER log_mention_kept BEFORE UPDATE OR DELETE ON log_mention FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER log_mention_whole BEFORE TRUNCATE ON log_mention FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER receipt_key_kept BEFORE UPDATE OR DELETE ON receipt_key FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER receipt_key_whole BEFORE TRUNCATE ON receipt_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
GRANT SELECT, INSERT ON log_mention, receipt_key TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
