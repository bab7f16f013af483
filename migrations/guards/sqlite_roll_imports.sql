-- Guards of lists for rolls, on SQLite: what took effect stays as it is told. Parted by lines of "--;".
CREATE TRIGGER roll_import_kept BEFORE DELETE ON roll_import WHEN OLD.imported_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'lists that were taken in are kept'); END
--;
CREATE TRIGGER roll_import_once BEFORE UPDATE ON roll_import WHEN OLD.imported_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a list is taken in once'); END
--;
CREATE TRIGGER roll_import_fixed BEFORE UPDATE OF id, poll_id, places, refused, prepared_by, prepared_at ON roll_import
BEGIN SELECT RAISE(ABORT, 'a list stays as it was read'); END
