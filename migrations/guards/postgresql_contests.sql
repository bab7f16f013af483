-- Guards on PostgreSQL of the contests of a paper: frozen with the poll. Statements are parted by lines of "--;".
CREATE FUNCTION poll_contests_frozen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'draft'
    AND (NEW.contest_title, NEW.area_id, NEW.areas) IS DISTINCT FROM (OLD.contest_title, OLD.area_id, OLD.areas) THEN
    RAISE EXCEPTION 'the rules are frozen';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER poll_contests_frozen BEFORE UPDATE ON poll FOR EACH ROW EXECUTE FUNCTION poll_contests_frozen()
--;
CREATE FUNCTION contest_frozen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE named integer := COALESCE(NEW.poll_no, OLD.poll_no);
BEGIN
  IF EXISTS (SELECT 1 FROM poll WHERE poll_no = named AND state <> 'draft')
    OR (TG_OP = 'UPDATE' AND NEW.poll_no <> OLD.poll_no) THEN
    RAISE EXCEPTION 'the rules are frozen';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER contest_frozen BEFORE INSERT OR UPDATE OR DELETE ON contest FOR EACH ROW EXECUTE FUNCTION contest_frozen()
--;
REVOKE ALL ON FUNCTION poll_contests_frozen(), contest_frozen() FROM PUBLIC
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON contest TO :app
