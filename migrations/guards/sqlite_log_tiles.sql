-- Guards of what the log rests on, on SQLite: nodes and keys stay as they are; a payload may go, but never change. Parted by lines of "--;".
CREATE TRIGGER log_node_fixed BEFORE UPDATE ON log_node BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
--;
CREATE TRIGGER log_node_kept BEFORE DELETE ON log_node BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
--;
CREATE TRIGGER log_node_once BEFORE INSERT ON log_node
WHEN EXISTS (SELECT 1 FROM log_node WHERE level = NEW.level AND place = NEW.place)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
--;
CREATE TRIGGER log_key_fixed BEFORE UPDATE ON log_key BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
--;
CREATE TRIGGER log_key_kept BEFORE DELETE ON log_key BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
--;
CREATE TRIGGER log_key_once BEFORE INSERT ON log_key
WHEN EXISTS (SELECT 1 FROM log_key WHERE since >= NEW.since) BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
--;
CREATE TRIGGER log_payload_fixed BEFORE UPDATE ON log_payload BEGIN SELECT RAISE(ABORT, 'a payload is kept or erased'); END
--;
CREATE TRIGGER log_payload_once BEFORE INSERT ON log_payload
WHEN EXISTS (SELECT 1 FROM log_payload WHERE leaf_hash = NEW.leaf_hash)
BEGIN SELECT RAISE(ABORT, 'a payload is kept or erased'); END
