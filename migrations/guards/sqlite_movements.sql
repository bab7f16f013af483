-- Guards of movements of money, on SQLite: kept whatever becomes of them, decided on once. Parted by lines of "--;".
CREATE TRIGGER movement_kept BEFORE DELETE ON movement BEGIN SELECT RAISE(ABORT, 'movements are kept'); END
--;
CREATE TRIGGER movement_once BEFORE INSERT ON movement
WHEN EXISTS (SELECT 1 FROM movement WHERE id = NEW.id OR entry_id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'movements are kept'); END
--;
CREATE TRIGGER movement_fixed
BEFORE UPDATE OF id, partnership_id, locality_id, purpose, giver_id, taker_id, reverses, pence, currency, reason, second_from,
  proposed_by, proposed_at ON movement BEGIN SELECT RAISE(ABORT, 'movements are kept'); END
--;
CREATE TRIGGER movement_decided_once BEFORE UPDATE ON movement
WHEN OLD.state <> 'proposed'
BEGIN SELECT RAISE(ABORT, 'a movement is decided on once'); END
--;
CREATE TRIGGER movement_as_proposed BEFORE UPDATE ON movement
WHEN NEW.state = 'posted' AND NEW.pence IS NOT (
  SELECT SUM(p.pence) FROM ledger_posting p JOIN ledger_seal s ON s.entry_id = p.entry_id
  WHERE p.entry_id = NEW.entry_id AND p.pence > 0)
BEGIN SELECT RAISE(ABORT, 'the entry is not what was proposed'); END
