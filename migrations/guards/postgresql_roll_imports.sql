-- Guards of lists for rolls, on PostgreSQL: what took effect stays as it is told. Parted by lines of "--;".
CREATE TRIGGER roll_import_kept BEFORE DELETE ON roll_import FOR EACH ROW
WHEN (OLD.imported_at IS NOT NULL) EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER roll_import_once BEFORE UPDATE ON roll_import FOR EACH ROW
WHEN (OLD.imported_at IS NOT NULL) EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER roll_import_whole BEFORE TRUNCATE ON roll_import FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
REVOKE ALL ON roll_import FROM PUBLIC
--;
GRANT SELECT, INSERT, DELETE ON roll_import TO :app
--;
GRANT UPDATE (keys, imported_by, imported_at, added) ON roll_import TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
