-- Guards of kiosks, on PostgreSQL. What they deliver comes into a closed box, never more than marks. Parted by lines of "--;".
CREATE OR REPLACE FUNCTION refuse_out_of_hours() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT state FROM poll WHERE id = NEW.poll_id)
      IS DISTINCT FROM (CASE WHEN NEW.channel IN ('paper', 'kiosk') THEN 'closed' ELSE 'open' END)
    OR (NEW.channel IN ('paper', 'kiosk') AND EXISTS (SELECT 1 FROM paper_reckoning WHERE poll_id = NEW.poll_id))
    OR (NEW.channel = 'kiosk' AND EXISTS (SELECT 1 FROM kiosk_opening WHERE poll_id = NEW.poll_id)) THEN
    RAISE EXCEPTION 'the poll is not open';
  END IF;
  RETURN NEW;
END $$
--;
CREATE FUNCTION kiosk_marked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM poll WHERE id = NEW.poll_id FOR UPDATE;
  IF (SELECT count(*) FROM box_inbox WHERE poll_id = NEW.poll_id AND channel = 'kiosk')
     + (SELECT count(*) FROM box_ballot WHERE poll_id = NEW.poll_id AND channel = 'kiosk')
    >= (SELECT count(*) FROM roll_mark WHERE poll_id = NEW.poll_id AND channel = 'kiosk') THEN
    RAISE EXCEPTION 'more ballots of kiosks than marks';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER box_inbox_kiosk_marked BEFORE INSERT ON box_inbox FOR EACH ROW WHEN (NEW.channel = 'kiosk')
EXECUTE FUNCTION kiosk_marked()
--;
CREATE FUNCTION roll_mark_in_time() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE stands text;
BEGIN
  SELECT state INTO stands FROM poll WHERE id = NEW.poll_id;
  IF stands IS DISTINCT FROM 'open' AND NOT (NEW.channel = 'kiosk' AND stands = 'closed'
    AND NOT EXISTS (SELECT 1 FROM kiosk_opening WHERE poll_id = NEW.poll_id)
    AND NOT EXISTS (SELECT 1 FROM paper_reckoning WHERE poll_id = NEW.poll_id)) THEN
    RAISE EXCEPTION 'the poll is not open';
  END IF;
  IF NEW.channel = 'kiosk' AND NEW.station_id IS NULL THEN RAISE EXCEPTION 'a vote at a kiosk has its station'; END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER roll_mark_while_open BEFORE INSERT ON roll_mark FOR EACH ROW EXECUTE FUNCTION roll_mark_in_time()
--;
DO $$ DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['kiosk', 'kiosk_slip', 'kiosk_envelope', 'kiosk_aside', 'kiosk_opening'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION paper_kept()', name || '_kept', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION paper_kept()', name || '_whole', name);
  END LOOP;
END $$
--;
CREATE TRIGGER kiosk_opening_fixed BEFORE UPDATE ON kiosk_opening FOR EACH ROW EXECUTE FUNCTION paper_kept()
--;
CREATE FUNCTION kiosk_fixed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.station_id, NEW.name, NEW.closes_at, NEW.code_hash, NEW.pin_hash, NEW.invited_by, NEW.invited_at)
      IS DISTINCT FROM (OLD.id, OLD.station_id, OLD.name, OLD.closes_at, OLD.code_hash, OLD.pin_hash, OLD.invited_by, OLD.invited_at)
    OR NEW.tries < OLD.tries OR NEW.sealed < OLD.sealed
    OR (OLD.public_key IS NOT NULL AND (NEW.public_key, NEW.enrolled_at) IS DISTINCT FROM (OLD.public_key, OLD.enrolled_at))
    OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.sealed, NEW.total) IS DISTINCT FROM (OLD.ended_at, OLD.sealed, OLD.total))
    OR EXISTS (SELECT 1 FROM kiosk_opening o JOIN paper_station s ON s.poll_id = o.poll_id WHERE s.id = OLD.station_id) THEN
    RAISE EXCEPTION 'what a kiosk is and said stays';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER kiosk_fixed BEFORE UPDATE ON kiosk FOR EACH ROW EXECUTE FUNCTION kiosk_fixed()
--;
CREATE FUNCTION kiosk_slip_settled() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.station_id, NEW.number, NEW.slip, NEW.is_provisional)
      IS DISTINCT FROM (OLD.station_id, OLD.number, OLD.slip, OLD.is_provisional)
    OR OLD.state <> 'pending'
    OR EXISTS (SELECT 1 FROM kiosk_opening o JOIN paper_station s ON s.poll_id = o.poll_id WHERE s.id = OLD.station_id) THEN
    RAISE EXCEPTION 'a slip is settled once';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER kiosk_slip_settled BEFORE UPDATE ON kiosk_slip FOR EACH ROW EXECUTE FUNCTION kiosk_slip_settled()
--;
CREATE FUNCTION kiosk_envelope_taken() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.sealed IS NULL OR NEW.fate NOT IN ('waiting', 'repeated', 'unknown')
    OR (NEW.fate = 'waiting' AND EXISTS (SELECT 1 FROM kiosk_envelope WHERE slip = NEW.slip AND fate = 'waiting'))
    OR NOT EXISTS (SELECT 1 FROM kiosk k JOIN paper_station s ON s.id = k.station_id JOIN poll p ON p.id = s.poll_id
                   WHERE k.id = NEW.kiosk_id AND k.public_key IS NOT NULL AND p.state IN ('open', 'closed')
                     AND NOT EXISTS (SELECT 1 FROM kiosk_opening WHERE poll_id = p.id)
                     AND NOT EXISTS (SELECT 1 FROM kiosk_aside a WHERE a.kiosk_id = k.id AND a.confirmed_by IS NOT NULL)) THEN
    RAISE EXCEPTION 'nothing is taken from this kiosk';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER kiosk_envelope_once BEFORE INSERT ON kiosk_envelope FOR EACH ROW EXECUTE FUNCTION kiosk_envelope_taken()
--;
CREATE FUNCTION kiosk_envelope_opened() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.digest, NEW.kiosk_id, NEW.slip) IS DISTINCT FROM (OLD.digest, OLD.kiosk_id, OLD.slip)
    OR NEW.sealed IS NOT NULL OR OLD.sealed IS NULL
    OR NOT (NEW.fate = OLD.fate OR (OLD.fate = 'waiting' AND NEW.fate IN ('opened', 'held')))
    OR (SELECT p.state FROM kiosk k JOIN paper_station s ON s.id = k.station_id JOIN poll p ON p.id = s.poll_id
        WHERE k.id = OLD.kiosk_id) <> 'closed' THEN
    RAISE EXCEPTION 'envelopes are opened once, after the close';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER kiosk_envelope_opened BEFORE UPDATE ON kiosk_envelope FOR EACH ROW EXECUTE FUNCTION kiosk_envelope_opened()
--;
CREATE FUNCTION kiosk_aside_confirmed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (TG_OP = 'INSERT' AND NEW.confirmed_by IS NOT NULL)
    OR (TG_OP = 'UPDATE' AND (NEW.kiosk_id <> OLD.kiosk_id OR OLD.confirmed_by IS NOT NULL)) THEN
    RAISE EXCEPTION 'what was set aside stays';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER kiosk_aside_confirmed BEFORE INSERT OR UPDATE ON kiosk_aside FOR EACH ROW
EXECUTE FUNCTION kiosk_aside_confirmed()
--;
REVOKE ALL ON FUNCTION kiosk_marked(), roll_mark_in_time(), kiosk_fixed(), kiosk_slip_settled(), kiosk_envelope_taken(),
  kiosk_envelope_opened(), kiosk_aside_confirmed() FROM PUBLIC
--;
REVOKE ALL ON kiosk, kiosk_slip, kiosk_envelope, kiosk_aside, kiosk_opening FROM PUBLIC
--;
GRANT SELECT, INSERT, UPDATE ON kiosk, kiosk_aside TO :app
--;
GRANT SELECT, INSERT ON kiosk_opening TO :app
--;
GRANT INSERT ON kiosk_slip, kiosk_envelope TO :app
--;
GRANT SELECT (station_id, number, slip, is_provisional, state), UPDATE (state) ON kiosk_slip TO :app
--;
GRANT SELECT (digest, kiosk_id, slip, sealed, fate), UPDATE (sealed, fate) ON kiosk_envelope TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
