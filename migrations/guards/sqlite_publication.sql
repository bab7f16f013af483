-- Guards on SQLite: what is published of ballots is decided before they are cast, and never more afterwards. Parted by "--;".
CREATE TRIGGER poll_publication_fixed BEFORE UPDATE OF publication ON poll
WHEN OLD.state <> 'draft' AND NEW.publication IS NOT OLD.publication
BEGIN SELECT RAISE(ABORT, 'the rules are frozen'); END
--;
CREATE TRIGGER count_publication_fixed BEFORE UPDATE OF publication ON "count"
WHEN (OLD.published_at IS NOT NULL AND NEW.publication IS NOT OLD.publication)
  OR instr((SELECT CASE publication WHEN 'open' THEN 'open private totals_only' WHEN 'private' THEN 'private totals_only'
                   ELSE publication END FROM poll WHERE poll_no = OLD.poll_no), NEW.publication) = 0
BEGIN SELECT RAISE(ABORT, 'what is published was decided'); END
