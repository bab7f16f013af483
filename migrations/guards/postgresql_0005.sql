-- Guards of voting on paper, on PostgreSQL. Papers come into a closed box, never more than marks. Parted by lines of "--;".
CREATE FUNCTION refuse_out_of_hours() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT state FROM poll WHERE id = NEW.poll_id)
      IS DISTINCT FROM (CASE NEW.channel WHEN 'paper' THEN 'closed' ELSE 'open' END)
    OR (NEW.channel = 'paper' AND EXISTS (SELECT 1 FROM paper_reckoning WHERE poll_id = NEW.poll_id)) THEN
    RAISE EXCEPTION 'the poll is not open';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER box_inbox_while_open BEFORE INSERT ON box_inbox FOR EACH ROW EXECUTE FUNCTION refuse_out_of_hours()
--;
CREATE FUNCTION paper_marked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM poll WHERE id = NEW.poll_id FOR UPDATE;
  IF (SELECT count(*) FROM box_inbox WHERE poll_id = NEW.poll_id AND channel = 'paper')
     + (SELECT count(*) FROM box_ballot WHERE poll_id = NEW.poll_id AND channel = 'paper')
    >= (SELECT count(*) FROM roll_mark WHERE poll_id = NEW.poll_id AND channel = 'paper') THEN
    RAISE EXCEPTION 'more paper ballots than marks';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER box_inbox_paper_marked BEFORE INSERT ON box_inbox FOR EACH ROW WHEN (NEW.channel = 'paper')
EXECUTE FUNCTION paper_marked()
--;
CREATE FUNCTION roll_mark_at_station() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM paper_station WHERE id = NEW.station_id AND poll_id = NEW.poll_id) THEN
    RAISE EXCEPTION 'a vote on paper has its station';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER roll_mark_at_station BEFORE INSERT ON roll_mark FOR EACH ROW
WHEN (NEW.channel = 'paper' OR NEW.station_id IS NOT NULL) EXECUTE FUNCTION roll_mark_at_station()
--;
CREATE FUNCTION poll_facts_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.poll_no <> OLD.poll_no
    OR (OLD.state <> 'draft' AND NEW.title <> OLD.title)
    OR (OLD.frozen_by IS NOT NULL AND NEW.frozen_by IS DISTINCT FROM OLD.frozen_by)
    OR (OLD.opened_by IS NOT NULL AND NEW.opened_by IS DISTINCT FROM OLD.opened_by)
    OR (OLD.state IN ('closed', 'counted', 'published')
        AND (NEW.closed_at, NEW.close_reason) IS DISTINCT FROM (OLD.closed_at, OLD.close_reason))
    OR (OLD.state IN ('closed', 'counted', 'published')
        AND (NEW.ballots, NEW.box_root) IS DISTINCT FROM (OLD.ballots, OLD.box_root)
        AND NOT (OLD.state = 'closed' AND EXISTS (
          SELECT 1 FROM paper_reckoning r WHERE r.poll_id = OLD.id AND r.closed_ballots = OLD.ballots
            AND r.closed_root = OLD.box_root AND r.ballots = NEW.ballots AND r.root = NEW.box_root))) THEN
    RAISE EXCEPTION 'what was decided on a poll is fixed';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER poll_facts_fixed BEFORE UPDATE ON poll FOR EACH ROW EXECUTE FUNCTION poll_facts_fixed()
--;
CREATE FUNCTION paper_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN RAISE EXCEPTION '% is kept', TG_TABLE_NAME; END $$
--;
DO $$ DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['paper_station', 'paper_issue', 'paper_key', 'paper_reckoning'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION paper_kept()', name || '_kept', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION paper_kept()', name || '_whole', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['paper_account', 'paper_batch', 'paper_explanation'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION paper_kept()', name || '_kept', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION paper_kept()', name || '_whole', name);
  END LOOP;
END $$
--;
CREATE FUNCTION paper_issue_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM paper_issue i JOIN paper_station s ON s.id = i.station_id
             WHERE s.poll_id = (SELECT poll_id FROM paper_station WHERE id = NEW.station_id)
               AND i.first_stub <= NEW.last_stub AND i.last_stub >= NEW.first_stub) THEN
    RAISE EXCEPTION 'every stub is issued once';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER paper_issue_once BEFORE INSERT ON paper_issue FOR EACH ROW EXECUTE FUNCTION paper_issue_once()
--;
CREATE FUNCTION paper_reckoned() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (TG_OP = 'UPDATE' AND NEW.station_id <> OLD.station_id)
    OR EXISTS (SELECT 1 FROM paper_reckoning r JOIN paper_station s ON s.poll_id = r.poll_id WHERE s.id = NEW.station_id) THEN
    RAISE EXCEPTION 'the papers are reconciled';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER paper_account_reckoned BEFORE INSERT OR UPDATE ON paper_account FOR EACH ROW EXECUTE FUNCTION paper_reckoned()
--;
CREATE TRIGGER paper_explanation_reckoned BEFORE INSERT OR UPDATE ON paper_explanation FOR EACH ROW
EXECUTE FUNCTION paper_reckoned()
--;
CREATE TRIGGER paper_batch_reckoned BEFORE INSERT ON paper_batch FOR EACH ROW EXECUTE FUNCTION paper_reckoned()
--;
CREATE FUNCTION paper_batch_sealed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.sealed_at IS NOT NULL OR OLD.discarded_at IS NOT NULL
    OR (NEW.id, NEW.station_id, NEW.batch_no, NEW.papers) IS DISTINCT FROM (OLD.id, OLD.station_id, OLD.batch_no, OLD.papers)
    OR (OLD.keyer_a IS NOT NULL AND NEW.keyer_a IS DISTINCT FROM OLD.keyer_a)
    OR (OLD.keyer_b IS NOT NULL AND NEW.keyer_b IS DISTINCT FROM OLD.keyer_b)
    OR (OLD.settled_by IS NOT NULL AND NEW.settled_by IS DISTINCT FROM OLD.settled_by) THEN
    RAISE EXCEPTION 'the batch is sealed';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER paper_batch_sealed BEFORE UPDATE ON paper_batch FOR EACH ROW EXECUTE FUNCTION paper_batch_sealed()
--;
CREATE FUNCTION paper_key_in_batch() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM paper_batch WHERE id = NEW.batch_id
             AND (sealed_at IS NOT NULL OR discarded_at IS NOT NULL OR NEW.line_no > papers)) THEN
    RAISE EXCEPTION 'the batch is sealed';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER paper_key_in_batch BEFORE INSERT ON paper_key FOR EACH ROW EXECUTE FUNCTION paper_key_in_batch()
--;
REVOKE ALL ON FUNCTION refuse_out_of_hours(), paper_marked(), roll_mark_at_station(), poll_facts_fixed(), paper_kept(),
  paper_issue_once(), paper_reckoned(), paper_batch_sealed(), paper_key_in_batch() FROM PUBLIC
--;
REVOKE ALL ON paper_station, paper_issue, paper_account, paper_batch, paper_key, paper_explanation, paper_reckoning FROM PUBLIC
--;
GRANT SELECT, INSERT ON paper_station, paper_issue, paper_key, paper_reckoning TO :app
--;
GRANT SELECT, INSERT, UPDATE ON paper_account, paper_batch, paper_explanation TO :app
--;
GRANT SELECT (station_id) ON roll_mark TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
