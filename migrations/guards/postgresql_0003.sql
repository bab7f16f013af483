-- More guards on PostgreSQL: what was decided once on a poll and its count stays. Statements are parted by "--;".
CREATE FUNCTION poll_facts_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.poll_no <> OLD.poll_no
    OR (OLD.state <> 'draft' AND NEW.title <> OLD.title)
    OR (OLD.frozen_by IS NOT NULL AND NEW.frozen_by IS DISTINCT FROM OLD.frozen_by)
    OR (OLD.opened_by IS NOT NULL AND NEW.opened_by IS DISTINCT FROM OLD.opened_by)
    OR (OLD.state IN ('closed', 'counted', 'published')
        AND (NEW.closed_at, NEW.close_reason, NEW.ballots, NEW.box_root)
          IS DISTINCT FROM (OLD.closed_at, OLD.close_reason, OLD.ballots, OLD.box_root)) THEN
    RAISE EXCEPTION 'what was decided on a poll is fixed';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER poll_facts_fixed BEFORE UPDATE ON poll FOR EACH ROW EXECUTE FUNCTION poll_facts_fixed()
--;
CREATE FUNCTION count_facts_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.published_at IS NOT NULL
      AND (NEW.published_by, NEW.published_at) IS DISTINCT FROM (OLD.published_by, OLD.published_at))
    OR (OLD.awards_entry_id IS NOT NULL AND NEW.awards_entry_id IS DISTINCT FROM OLD.awards_entry_id) THEN
    RAISE EXCEPTION 'the count of record is fixed';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER count_facts_fixed BEFORE UPDATE ON "count" FOR EACH ROW EXECUTE FUNCTION count_facts_fixed()
--;
CREATE FUNCTION project_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before integer; after integer;
BEGIN
  IF TG_OP <> 'INSERT' THEN before := OLD.round_no; END IF;
  IF TG_OP <> 'DELETE' THEN after := NEW.round_no; END IF;
  IF EXISTS (SELECT 1 FROM poll WHERE round_no IN (before, after) AND state <> 'draft') THEN
    RAISE EXCEPTION 'the paper is frozen';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$
--;
CREATE TRIGGER project_fixed BEFORE INSERT OR UPDATE OR DELETE ON project FOR EACH ROW EXECUTE FUNCTION project_fixed()
--;
REVOKE ALL ON FUNCTION poll_facts_fixed(), count_facts_fixed(), project_fixed() FROM PUBLIC
--;
-- Where temporary tables may be made, one would go before its namesake: every function says where it looks.
DO $$ DECLARE guard regprocedure;
BEGIN
  FOR guard IN SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public' LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', guard);
  END LOOP;
END $$
