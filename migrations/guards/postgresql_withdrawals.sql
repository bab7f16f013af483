CREATE FUNCTION project_withdrawal_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.approved_by IS NULL THEN
    RETURN NEW;
  END IF;
  IF TG_OP <> 'UPDATE' OR OLD.approved_by IS NOT NULL
    OR (NEW.id, NEW.poll_no, NEW.project, NEW.reason, NEW.proposed_by, NEW.proposed_at)
      IS DISTINCT FROM (OLD.id, OLD.poll_no, OLD.project, OLD.reason, OLD.proposed_by, OLD.proposed_at)
    OR NOT EXISTS (SELECT 1 FROM poll WHERE poll_no = OLD.poll_no AND state = 'open') THEN
    RAISE EXCEPTION 'a withdrawal stays as it was decided';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER project_withdrawal_kept BEFORE INSERT OR UPDATE OR DELETE ON project_withdrawal
  FOR EACH ROW EXECUTE FUNCTION project_withdrawal_kept()
--;
CREATE TRIGGER project_withdrawal_whole BEFORE TRUNCATE ON project_withdrawal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
REVOKE ALL ON FUNCTION project_withdrawal_kept() FROM PUBLIC
--;
REVOKE ALL ON project_withdrawal FROM PUBLIC
--;
GRANT SELECT, INSERT, UPDATE ON project_withdrawal TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
