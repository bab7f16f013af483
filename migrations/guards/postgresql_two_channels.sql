-- Guards on PostgreSQL of voting online and on paper by one person. Statements are parted by lines of "--;".
CREATE FUNCTION poll_two_channels_frozen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'draft' AND NEW.two_channels IS DISTINCT FROM OLD.two_channels THEN
    RAISE EXCEPTION 'the rules are frozen';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER poll_two_channels_frozen BEFORE UPDATE ON poll FOR EACH ROW EXECUTE FUNCTION poll_two_channels_frozen()
--;
CREATE FUNCTION roll_mark_to_paper() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (OLD.channel = 'online' AND NEW.channel = 'paper' AND NEW.poll_id = OLD.poll_id AND NEW.roll_no = OLD.roll_no
    AND EXISTS (SELECT 1 FROM poll WHERE id = OLD.poll_id AND state = 'open' AND two_channels = 'paper_overrides')
    AND EXISTS (SELECT 1 FROM paper_station WHERE id = NEW.station_id AND poll_id = OLD.poll_id)) IS NOT TRUE THEN
    RAISE EXCEPTION 'roll_mark is append-only';
  END IF;
  RETURN NEW;
END $$
--;
DROP TRIGGER roll_mark_kept ON roll_mark
--;
CREATE TRIGGER roll_mark_kept BEFORE DELETE ON roll_mark FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER roll_mark_to_paper BEFORE UPDATE ON roll_mark FOR EACH ROW EXECUTE FUNCTION roll_mark_to_paper()
--;
-- The one way a mark changes (voting-and-audit 1.5, "Paper"): the online ballot whose secret was shown leaves the box first,
-- its hash and why are kept, and the mark of whoever stands at the desk becomes one of paper. Both or neither. Ballot and
-- mark are locked before, so that of two with one secret only one finds it.
CREATE FUNCTION override_online(class integer, number integer, poll uuid, person bytea, idem_key bytea, station integer,
  OUT state text, OUT opens_at timestamptz, OUT closes_at timestamptz, OUT at timestamptz,
  OUT marked boolean, OUT held boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE may boolean; roll bigint; gone bytea; mixed boolean := false;
BEGIN
  marked := false; held := false;
  PERFORM pg_advisory_xact_lock_shared(class, number);
  SELECT p.state, p.opens_at, p.closes_at, moment(), p.two_channels = 'paper_overrides'
  INTO state, opens_at, closes_at, at, may FROM poll p WHERE p.poll_no = number AND p.id = poll;
  IF may IS NOT TRUE OR state <> 'open' OR at < opens_at OR at >= closes_at THEN RETURN; END IF;
  SELECT m.roll_no INTO roll FROM roll_mark m
  JOIN roll_entry e ON e.poll_id = m.poll_id AND e.roll_no = m.roll_no
  WHERE m.poll_id = poll AND m.channel = 'online' AND e.person_key = person FOR UPDATE OF m;
  marked := roll IS NOT NULL;
  IF NOT marked THEN RETURN; END IF;
  SELECT b.c INTO gone FROM box_inbox b WHERE b.poll_id = poll AND b.idem = idem_key AND b.channel = 'online' FOR UPDATE;
  IF gone IS NULL THEN
    SELECT b.c INTO gone FROM box_ballot b WHERE b.poll_id = poll AND b.idem = idem_key AND b.channel = 'online' FOR UPDATE;
    mixed := gone IS NOT NULL;
  END IF;
  held := gone IS NOT NULL;
  IF NOT held THEN RETURN; END IF;
  INSERT INTO box_voided (poll_id, c, reason, mixed) VALUES (poll, gone, 'paper-override', mixed);
  DELETE FROM box_inbox b WHERE b.poll_id = poll AND b.c = gone;
  DELETE FROM box_ballot b WHERE b.poll_id = poll AND b.c = gone;
  UPDATE roll_mark m SET channel = 'paper', station_id = station, marked_on = (at AT TIME ZONE 'UTC')::date
  WHERE m.poll_id = poll AND m.roll_no = roll;
END $$
--;
REVOKE ALL ON FUNCTION poll_two_channels_frozen(), roll_mark_to_paper(),
  override_online(integer, integer, uuid, bytea, bytea, integer) FROM PUBLIC
--;
GRANT EXECUTE ON FUNCTION override_online(integer, integer, uuid, bytea, bytea, integer) TO :app
