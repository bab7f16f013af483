-- Guards of suggested changes, on PostgreSQL: what was put to an author stays as it was written. Parted by lines of "--;".
CREATE TRIGGER amendment_kept BEFORE DELETE ON amendment FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER amendment_whole BEFORE TRUNCATE ON amendment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER amendment_fixed
BEFORE UPDATE OF id, proposal_no, author_id, revision, said, why, cited, proposed_at ON amendment
FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION refuse_change()
--;
GRANT SELECT, INSERT, UPDATE ON amendment TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
