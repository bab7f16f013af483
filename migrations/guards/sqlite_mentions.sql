-- Guards on SQLite of what entries name and of the keys of receipts: both are only added to. Statements are parted by lines of "--;".
CREATE TRIGGER log_mention_fixed BEFORE UPDATE ON log_mention BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
--;
CREATE TRIGGER log_mention_kept BEFORE DELETE ON log_mention BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
--;
CREATE TRIGGER receipt_key_fixed BEFORE UPDATE ON receipt_key BEGIN SELECT RAISE(ABORT, 'keys of receipts are kept'); END
--;
CREATE TRIGGER receipt_key_kept BEFORE DELETE ON receipt_key BEGIN SELECT RAISE(ABORT, 'keys of receipts are kept'); END
--;
CREATE TRIGGER receipt_key_once BEFORE INSERT ON receipt_key
WHEN EXISTS (SELECT 1 FROM receipt_key WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'keys of receipts are kept'); END
