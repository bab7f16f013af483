-- Guards on SQLite of voting online and on paper by one person. Statements are parted by lines of "--;".
CREATE TRIGGER poll_two_channels_frozen BEFORE UPDATE OF two_channels ON poll
WHEN OLD.state <> 'draft' AND NEW.two_channels IS NOT OLD.two_channels
BEGIN SELECT RAISE(ABORT, 'the rules are frozen'); END
--;
CREATE TRIGGER roll_mark_fixed BEFORE UPDATE ON roll_mark
WHEN NOT (OLD.channel = 'online' AND NEW.channel = 'paper' AND NEW.poll_id IS OLD.poll_id AND NEW.roll_no IS OLD.roll_no
    AND EXISTS (SELECT 1 FROM poll WHERE id = OLD.poll_id AND state = 'open' AND two_channels = 'paper_overrides')
    AND EXISTS (SELECT 1 FROM paper_station WHERE id = NEW.station_id AND poll_id = OLD.poll_id)
    AND (SELECT COUNT(*) FROM roll_mark WHERE poll_id = OLD.poll_id AND channel = 'online')
      = (SELECT COUNT(*) FROM box_inbox WHERE poll_id = OLD.poll_id AND channel = 'online')
      + (SELECT COUNT(*) FROM box_ballot WHERE poll_id = OLD.poll_id AND channel = 'online') + 1)
BEGIN SELECT RAISE(ABORT, 'marks are append-only'); END
--;
CREATE TRIGGER box_voided_by_paper BEFORE INSERT ON box_voided
WHEN NEW.reason = 'paper-override'
  AND NOT EXISTS (SELECT 1 FROM poll WHERE id = NEW.poll_id AND state = 'open' AND two_channels = 'paper_overrides')
BEGIN SELECT RAISE(ABORT, 'no paper overrides a ballot of this poll'); END
