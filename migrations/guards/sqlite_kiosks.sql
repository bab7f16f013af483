-- Guards of kiosks, on SQLite. What they deliver comes into a closed box, never more than marks. Parted by lines of "--;".
CREATE TRIGGER box_inbox_while_open BEFORE INSERT ON box_inbox
WHEN (SELECT state FROM poll WHERE id = NEW.poll_id)
    IS NOT (CASE WHEN NEW.channel IN ('paper', 'kiosk') THEN 'closed' ELSE 'open' END)
  OR (NEW.channel IN ('paper', 'kiosk') AND EXISTS (SELECT 1 FROM paper_reckoning WHERE poll_id = NEW.poll_id))
  OR (NEW.channel = 'kiosk' AND EXISTS (SELECT 1 FROM kiosk_opening WHERE poll_id = NEW.poll_id))
BEGIN SELECT RAISE(ABORT, 'the poll is not open'); END
--;
CREATE TRIGGER box_inbox_kiosk_marked BEFORE INSERT ON box_inbox
WHEN NEW.channel = 'kiosk'
  AND (SELECT COUNT(*) FROM box_inbox WHERE poll_id = NEW.poll_id AND channel = 'kiosk')
    + (SELECT COUNT(*) FROM box_ballot WHERE poll_id = NEW.poll_id AND channel = 'kiosk')
   >= (SELECT COUNT(*) FROM roll_mark WHERE poll_id = NEW.poll_id AND channel = 'kiosk')
BEGIN SELECT RAISE(ABORT, 'more ballots of kiosks than marks'); END
--;
CREATE TRIGGER roll_mark_while_open BEFORE INSERT ON roll_mark
WHEN (SELECT state FROM poll WHERE id = NEW.poll_id) IS NOT 'open'
  AND NOT (NEW.channel = 'kiosk' AND (SELECT state FROM poll WHERE id = NEW.poll_id) IS 'closed'
    AND NOT EXISTS (SELECT 1 FROM kiosk_opening WHERE poll_id = NEW.poll_id)
    AND NOT EXISTS (SELECT 1 FROM paper_reckoning WHERE poll_id = NEW.poll_id))
BEGIN SELECT RAISE(ABORT, 'the poll is not open'); END
--;
CREATE TRIGGER roll_mark_at_kiosk BEFORE INSERT ON roll_mark WHEN NEW.channel = 'kiosk' AND NEW.station_id IS NULL
BEGIN SELECT RAISE(ABORT, 'a vote at a kiosk has its station'); END
--;
CREATE TRIGGER kiosk_kept BEFORE DELETE ON kiosk BEGIN SELECT RAISE(ABORT, 'kiosks are kept'); END
--;
CREATE TRIGGER kiosk_once BEFORE INSERT ON kiosk
WHEN EXISTS (SELECT 1 FROM kiosk WHERE id = NEW.id OR code_hash = NEW.code_hash
             OR (station_id = NEW.station_id AND name = NEW.name))
BEGIN SELECT RAISE(ABORT, 'kiosks are kept'); END
--;
CREATE TRIGGER kiosk_fixed BEFORE UPDATE ON kiosk
WHEN NEW.id <> OLD.id OR NEW.station_id <> OLD.station_id OR NEW.name <> OLD.name OR NEW.closes_at <> OLD.closes_at
  OR NEW.code_hash <> OLD.code_hash OR NEW.pin_hash <> OLD.pin_hash OR NEW.tries < OLD.tries
  OR NEW.invited_by IS NOT OLD.invited_by OR NEW.invited_at <> OLD.invited_at
  OR (OLD.public_key IS NOT NULL AND (NEW.public_key IS NOT OLD.public_key OR NEW.enrolled_at IS NOT OLD.enrolled_at))
  OR NEW.sealed < OLD.sealed OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NOT OLD.ended_at
    OR NEW.sealed IS NOT OLD.sealed OR NEW.total IS NOT OLD.total))
  OR EXISTS (SELECT 1 FROM kiosk_opening o JOIN paper_station s ON s.poll_id = o.poll_id WHERE s.id = OLD.station_id)
BEGIN SELECT RAISE(ABORT, 'what a kiosk is and said stays'); END
--;
CREATE TRIGGER kiosk_slip_kept BEFORE DELETE ON kiosk_slip BEGIN SELECT RAISE(ABORT, 'slips are kept'); END
--;
CREATE TRIGGER kiosk_slip_once BEFORE INSERT ON kiosk_slip
WHEN EXISTS (SELECT 1 FROM kiosk_slip WHERE station_id = NEW.station_id AND (number = NEW.number OR slip = NEW.slip))
BEGIN SELECT RAISE(ABORT, 'slips are kept'); END
--;
CREATE TRIGGER kiosk_slip_settled BEFORE UPDATE ON kiosk_slip
WHEN NEW.station_id <> OLD.station_id OR NEW.number <> OLD.number OR NEW.slip <> OLD.slip
  OR NEW.is_provisional <> OLD.is_provisional OR OLD.state <> 'pending'
  OR EXISTS (SELECT 1 FROM kiosk_opening o JOIN paper_station s ON s.poll_id = o.poll_id WHERE s.id = OLD.station_id)
BEGIN SELECT RAISE(ABORT, 'a slip is settled once'); END
--;
CREATE TRIGGER kiosk_envelope_kept BEFORE DELETE ON kiosk_envelope BEGIN SELECT RAISE(ABORT, 'envelopes are kept'); END
--;
CREATE TRIGGER kiosk_envelope_once BEFORE INSERT ON kiosk_envelope
WHEN NEW.sealed IS NULL OR NEW.fate NOT IN ('waiting', 'repeated', 'unknown')
  OR EXISTS (SELECT 1 FROM kiosk_envelope WHERE digest = NEW.digest)
  OR (NEW.fate = 'waiting' AND EXISTS (SELECT 1 FROM kiosk_envelope WHERE slip = NEW.slip AND fate = 'waiting'))
  OR NOT EXISTS (SELECT 1 FROM kiosk k JOIN paper_station s ON s.id = k.station_id JOIN poll p ON p.id = s.poll_id
                 WHERE k.id = NEW.kiosk_id AND k.public_key IS NOT NULL AND p.state IN ('open', 'closed')
                   AND NOT EXISTS (SELECT 1 FROM kiosk_opening WHERE poll_id = p.id)
                   AND NOT EXISTS (SELECT 1 FROM kiosk_aside a WHERE a.kiosk_id = k.id AND a.confirmed_by IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'nothing is taken from this kiosk'); END
--;
CREATE TRIGGER kiosk_envelope_opened BEFORE UPDATE ON kiosk_envelope
WHEN NEW.digest <> OLD.digest OR NEW.kiosk_id <> OLD.kiosk_id OR NEW.slip <> OLD.slip OR NEW.sealed IS NOT NULL
  OR OLD.sealed IS NULL
  OR NOT (NEW.fate = OLD.fate OR (OLD.fate = 'waiting' AND NEW.fate IN ('opened', 'held')))
  OR (SELECT p.state FROM kiosk k JOIN paper_station s ON s.id = k.station_id JOIN poll p ON p.id = s.poll_id
      WHERE k.id = OLD.kiosk_id) <> 'closed'
BEGIN SELECT RAISE(ABORT, 'envelopes are opened once, after the close'); END
--;
CREATE TRIGGER kiosk_aside_kept BEFORE DELETE ON kiosk_aside BEGIN SELECT RAISE(ABORT, 'what was set aside stays'); END
--;
CREATE TRIGGER kiosk_aside_once BEFORE INSERT ON kiosk_aside
WHEN NEW.confirmed_by IS NOT NULL OR EXISTS (SELECT 1 FROM kiosk_aside WHERE kiosk_id = NEW.kiosk_id)
BEGIN SELECT RAISE(ABORT, 'what was set aside stays'); END
--;
CREATE TRIGGER kiosk_aside_confirmed BEFORE UPDATE ON kiosk_aside
WHEN NEW.kiosk_id <> OLD.kiosk_id OR OLD.confirmed_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what was set aside stays'); END
--;
CREATE TRIGGER kiosk_opening_fixed BEFORE UPDATE ON kiosk_opening BEGIN SELECT RAISE(ABORT, 'the opening stays'); END
--;
CREATE TRIGGER kiosk_opening_kept BEFORE DELETE ON kiosk_opening BEGIN SELECT RAISE(ABORT, 'the opening stays'); END
--;
CREATE TRIGGER kiosk_opening_once BEFORE INSERT ON kiosk_opening
WHEN EXISTS (SELECT 1 FROM kiosk_opening WHERE poll_id = NEW.poll_id)
  OR EXISTS (SELECT 1 FROM paper_reckoning WHERE poll_id = NEW.poll_id)
BEGIN SELECT RAISE(ABORT, 'the opening stays'); END
