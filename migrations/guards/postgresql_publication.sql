-- Guards on PostgreSQL: what is published of ballots is decided before they are cast, and never more afterwards. Parted by "--;".
CREATE FUNCTION poll_publication_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'draft' AND NEW.publication IS DISTINCT FROM OLD.publication THEN
    RAISE EXCEPTION 'the rules are frozen';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER poll_publication_fixed BEFORE UPDATE ON poll FOR EACH ROW EXECUTE FUNCTION poll_publication_fixed()
--;
CREATE FUNCTION count_publication_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (OLD.published_at IS NOT NULL AND NEW.publication IS DISTINCT FROM OLD.publication)
    OR (NEW.publication IS NOT NULL AND position(NEW.publication IN (
      SELECT CASE publication WHEN 'open' THEN 'open private totals_only' WHEN 'private' THEN 'private totals_only'
             ELSE publication END FROM poll WHERE poll_no = OLD.poll_no)) = 0) THEN
    RAISE EXCEPTION 'what is published was decided';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER count_publication_fixed BEFORE UPDATE ON "count" FOR EACH ROW EXECUTE FUNCTION count_publication_fixed()
--;
REVOKE ALL ON FUNCTION poll_publication_fixed(), count_publication_fixed() FROM PUBLIC
