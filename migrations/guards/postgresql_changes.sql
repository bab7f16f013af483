-- Guards on PostgreSQL of changed ballots and longer hours. Statements are parted by lines of "--;".
CREATE OR REPLACE FUNCTION poll_rules_frozen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'draft' AND (NEW.id, NEW.round_no, NEW.pot_id, NEW.opens_at, NEW.min_choices, NEW.max_choices, NEW.rule,
      NEW.seed_source, NEW.definition, NEW.rules_sha256, NEW.min_mix, NEW.imported, NEW.may_change, NEW.eligibility)
    IS DISTINCT FROM (OLD.id, OLD.round_no, OLD.pot_id, OLD.opens_at, OLD.min_choices, OLD.max_choices, OLD.rule,
      OLD.seed_source, OLD.definition, OLD.rules_sha256, OLD.min_mix, OLD.imported, OLD.may_change, OLD.eligibility) THEN
    RAISE EXCEPTION 'the rules are frozen';
  END IF;
  IF position(NEW.state IN 'draft frozen open closed counted published') < position(OLD.state IN 'draft frozen open closed counted published') THEN
    RAISE EXCEPTION 'a poll only goes onwards';
  END IF;
  RETURN NEW;
END $$
--;
CREATE FUNCTION poll_hour_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'draft' AND NEW.closes_at IS DISTINCT FROM OLD.closes_at
    AND NOT (OLD.state = 'open' AND NEW.state = 'open' AND moment() < OLD.closes_at AND EXISTS (
      SELECT 1 FROM poll_extension e WHERE e.poll_no = OLD.poll_no AND e.was = OLD.closes_at
        AND e.closes_at = NEW.closes_at AND e.approved_by IS NOT NULL)) THEN
    RAISE EXCEPTION 'the hour of closing is fixed';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER poll_hour_kept BEFORE UPDATE ON poll FOR EACH ROW EXECUTE FUNCTION poll_hour_kept()
--;
CREATE FUNCTION poll_extension_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR OLD.approved_by IS NOT NULL
    OR (NEW.id, NEW.poll_no, NEW.was, NEW.closes_at, NEW.reason, NEW.proposed_by, NEW.proposed_at)
      IS DISTINCT FROM (OLD.id, OLD.poll_no, OLD.was, OLD.closes_at, OLD.reason, OLD.proposed_by, OLD.proposed_at) THEN
    RAISE EXCEPTION 'an extension stays as it was decided';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER poll_extension_kept BEFORE UPDATE OR DELETE ON poll_extension FOR EACH ROW EXECUTE FUNCTION poll_extension_kept()
--;
CREATE TRIGGER poll_extension_whole BEFORE TRUNCATE ON poll_extension FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
CREATE FUNCTION box_ballot_voided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM box_voided WHERE poll_id = OLD.poll_id AND c = OLD.c) THEN
    RAISE EXCEPTION 'box_ballot is append-only';
  END IF;
  RETURN OLD;
END $$
--;
DROP TRIGGER box_ballot_kept ON box_ballot
--;
CREATE TRIGGER box_ballot_kept BEFORE UPDATE ON box_ballot FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER box_ballot_voided BEFORE DELETE ON box_ballot FOR EACH ROW EXECUTE FUNCTION box_ballot_voided()
--;
CREATE FUNCTION box_voided_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM box_voided WHERE poll_id = NEW.poll_id AND c = NEW.c) THEN
    RAISE EXCEPTION 'one ballot a secret' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER box_inbox_not_voided BEFORE INSERT ON box_inbox FOR EACH ROW EXECUTE FUNCTION box_voided_once()
--;
CREATE FUNCTION box_voided_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN RAISE EXCEPTION 'what was voided stays so'; END $$
--;
CREATE TRIGGER box_voided_kept BEFORE UPDATE OR DELETE ON box_voided FOR EACH ROW EXECUTE FUNCTION box_voided_kept()
--;
CREATE TRIGGER box_voided_whole BEFORE TRUNCATE ON box_voided FOR EACH STATEMENT EXECUTE FUNCTION box_voided_kept()
--;
-- As in 0004b; a ballot that was replaced is not put in again under the same hash.
CREATE OR REPLACE FUNCTION cast_ballot(class integer, number integer, poll uuid, rules text, person bytea, ballot bytea, idem_key bytea,
  change bytea, way text, choices text,
  OUT state text, OUT opens_at timestamptz, OUT closes_at timestamptz, OUT at timestamptz,
  OUT on_roll boolean, OUT taken boolean, OUT put boolean)
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE roll bigint; frozen_so boolean;
BEGIN
  on_roll := false; taken := false; put := false;
  PERFORM pg_advisory_xact_lock_shared(class, number);
  SELECT p.state, p.opens_at, p.closes_at, moment(), p.rules_sha256 = rules INTO state, opens_at, closes_at, at, frozen_so
  FROM poll p WHERE p.poll_no = number AND p.id = poll;
  IF frozen_so IS NOT TRUE THEN RAISE EXCEPTION 'these are not the rules that were frozen'; END IF;
  IF state <> 'open' OR at < opens_at OR at >= closes_at THEN RETURN; END IF;
  SELECT e.roll_no INTO roll FROM roll_entry e WHERE e.poll_id = poll AND e.person_key = person AND e.status = 'eligible';
  on_roll := FOUND;
  IF NOT on_roll THEN RETURN; END IF;
  IF EXISTS (SELECT 1 FROM roll_mark m WHERE m.poll_id = poll AND m.roll_no = roll) THEN RETURN; END IF;
  taken := EXISTS (SELECT 1 FROM box_inbox b WHERE b.poll_id = poll AND b.idem = idem_key)
    OR EXISTS (SELECT 1 FROM box_ballot b WHERE b.poll_id = poll AND b.idem = idem_key)
    OR EXISTS (SELECT 1 FROM box_voided v WHERE v.poll_id = poll AND v.c = ballot);
  IF taken THEN RETURN; END IF;
  INSERT INTO roll_mark (poll_id, roll_no, channel, marked_on) VALUES (poll, roll, way, (at AT TIME ZONE 'UTC')::date)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN; END IF;  -- by another tab, meanwhile
  INSERT INTO box_inbox (poll_id, c, idem, change_hash, channel, body) VALUES (poll, ballot, idem_key, change, way, choices);
  put := true;
END $$
--;
-- The one way a ballot leaves the box (voting-and-audit 1.5, "Change"): its hash and why are kept, its body is not, and
-- another ballot of the same channel comes in its place. The old row is locked first, so that of two with one secret only
-- one finds it. Nothing here reads or writes the roll.
CREATE FUNCTION change_ballot(class integer, number integer, poll uuid, rules text, old bytea, ballot bytea, idem_key bytea,
  change bytea, way text, choices text,
  OUT state text, OUT opens_at timestamptz, OUT closes_at timestamptz, OUT at timestamptz,
  OUT known boolean, OUT taken boolean, OUT put boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE frozen_so boolean; may boolean; gone bytea; mixed boolean := false;
BEGIN
  known := false; taken := false; put := false;
  PERFORM pg_advisory_xact_lock_shared(class, number);
  SELECT p.state, p.opens_at, p.closes_at, moment(), p.rules_sha256 = rules, p.may_change
  INTO state, opens_at, closes_at, at, frozen_so, may FROM poll p WHERE p.poll_no = number AND p.id = poll;
  IF frozen_so IS NOT TRUE THEN RAISE EXCEPTION 'these are not the rules that were frozen'; END IF;
  IF NOT may OR state <> 'open' OR at < opens_at OR at >= closes_at THEN RETURN; END IF;
  SELECT b.c INTO gone FROM box_inbox b
  WHERE b.poll_id = poll AND b.change_hash = old AND b.channel = way FOR UPDATE;
  IF gone IS NULL THEN
    SELECT b.c INTO gone FROM box_ballot b
    WHERE b.poll_id = poll AND b.change_hash = old AND b.channel = way FOR UPDATE;
    mixed := gone IS NOT NULL;
  END IF;
  known := gone IS NOT NULL;
  IF NOT known THEN RETURN; END IF;
  taken := EXISTS (SELECT 1 FROM box_inbox b WHERE b.poll_id = poll AND b.idem = idem_key)
    OR EXISTS (SELECT 1 FROM box_ballot b WHERE b.poll_id = poll AND b.idem = idem_key)
    OR EXISTS (SELECT 1 FROM box_voided v WHERE v.poll_id = poll AND v.c = ballot);
  IF taken THEN RETURN; END IF;
  INSERT INTO box_voided (poll_id, c, reason, mixed) VALUES (poll, gone, 'replaced', mixed);
  DELETE FROM box_inbox b WHERE b.poll_id = poll AND b.c = gone;
  DELETE FROM box_ballot b WHERE b.poll_id = poll AND b.c = gone;
  INSERT INTO box_inbox (poll_id, c, idem, change_hash, channel, body) VALUES (poll, ballot, idem_key, change, way, choices);
  put := true;
END $$
--;
REVOKE ALL ON FUNCTION poll_rules_frozen(), poll_hour_kept(), poll_extension_kept(), box_ballot_voided(), box_voided_once(),
  box_voided_kept(), change_ballot(integer, integer, uuid, text, bytea, bytea, bytea, bytea, text, text) FROM PUBLIC
--;
GRANT EXECUTE ON FUNCTION change_ballot(integer, integer, uuid, text, bytea, bytea, bytea, bytea, text, text) TO :app
--;
REVOKE ALL ON poll_extension, box_voided FROM PUBLIC
--;
GRANT SELECT, INSERT, UPDATE ON poll_extension TO :app
--;
REVOKE SELECT ON box_voided FROM :app
--;
GRANT SELECT (poll_id, c, reason, mixed) ON box_voided TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
