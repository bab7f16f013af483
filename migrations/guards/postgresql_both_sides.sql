-- Guards of ballot packs, on PostgreSQL: what was frozen stays as it was. Parted by lines of "--;".
CREATE TRIGGER ballot_pack_kept BEFORE UPDATE OR DELETE ON ballot_pack FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER ballot_pack_whole BEFORE TRUNCATE ON ballot_pack FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
GRANT SELECT, INSERT ON ballot_pack TO :app
--;
GRANT SELECT, INSERT, DELETE ON point_mark TO :app
