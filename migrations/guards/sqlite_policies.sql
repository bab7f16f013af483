-- Guards of the rules of rooms, on SQLite: what was published stays as it was. Parted by lines of "--;".
CREATE TRIGGER room_policy_fixed BEFORE UPDATE ON room_policy BEGIN SELECT RAISE(ABORT, 'published rules are kept'); END
--;
CREATE TRIGGER room_policy_kept BEFORE DELETE ON room_policy BEGIN SELECT RAISE(ABORT, 'published rules are kept'); END
--;
CREATE TRIGGER room_policy_once BEFORE INSERT ON room_policy
WHEN EXISTS (SELECT 1 FROM room_policy WHERE id = NEW.id OR (partnership_id = NEW.partnership_id AND version = NEW.version))
BEGIN SELECT RAISE(ABORT, 'published rules are kept'); END
--;
CREATE TRIGGER room_rule_fixed BEFORE UPDATE ON room_rule BEGIN SELECT RAISE(ABORT, 'published rules are kept'); END
--;
CREATE TRIGGER room_rule_kept BEFORE DELETE ON room_rule BEGIN SELECT RAISE(ABORT, 'published rules are kept'); END
--;
CREATE TRIGGER room_rule_once BEFORE INSERT ON room_rule
WHEN EXISTS (SELECT 1 FROM room_rule WHERE id = NEW.id OR (policy_id = NEW.policy_id AND number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'published rules are kept'); END
