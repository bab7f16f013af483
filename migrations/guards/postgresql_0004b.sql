-- Casting on PostgreSQL: one statement, which is its own transaction. Statements are parted by "--;".
CREATE FUNCTION moment() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()'
--;
-- The poll's lock comes first; each statement after it sees what was committed before that statement began, so the state,
-- the hours and the clock are those of the moment at which the lock was held (voting-and-audit 1.5). What is found wanting
-- is told and nothing is written; a ballot in the box with the same idempotency key is another voter's, or the same again.
CREATE FUNCTION cast_ballot(class integer, number integer, poll uuid, rules text, person bytea, ballot bytea, idem_key bytea,
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
    OR EXISTS (SELECT 1 FROM box_ballot b WHERE b.poll_id = poll AND b.idem = idem_key);
  IF taken THEN RETURN; END IF;
  INSERT INTO roll_mark (poll_id, roll_no, channel, marked_on) VALUES (poll, roll, way, (at AT TIME ZONE 'UTC')::date)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN; END IF;  -- by another tab, meanwhile
  INSERT INTO box_inbox (poll_id, c, idem, change_hash, channel, body) VALUES (poll, ballot, idem_key, change, way, choices);
  put := true;
END $$
--;
REVOKE ALL ON FUNCTION moment(), cast_ballot(integer, integer, uuid, text, bytea, bytea, bytea, bytea, text, text) FROM PUBLIC
--;
GRANT EXECUTE ON FUNCTION moment(), cast_ballot(integer, integer, uuid, text, bytea, bytea, bytea, bytea, text, text) TO :app
