-- Guards of witnesses, on SQLite: who a witness is and what it cosigned stays. Parted by lines of "--;".
CREATE TRIGGER witness_fixed BEFORE UPDATE OF id, partnership_id, partner_id, vkey, url ON witness
BEGIN SELECT RAISE(ABORT, 'a witness is added or retired'); END
--;
CREATE TRIGGER witness_retired BEFORE UPDATE OF retired_at ON witness
WHEN OLD.retired_at IS NOT NULL AND NEW.retired_at IS NOT OLD.retired_at
BEGIN SELECT RAISE(ABORT, 'a witness is added or retired'); END
--;
CREATE TRIGGER witness_kept BEFORE DELETE ON witness BEGIN SELECT RAISE(ABORT, 'witnesses are kept'); END
--;
CREATE TRIGGER witness_once BEFORE INSERT ON witness
WHEN EXISTS (SELECT 1 FROM witness WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'witnesses are kept'); END
--;
CREATE TRIGGER cosignature_fixed BEFORE UPDATE ON cosignature BEGIN SELECT RAISE(ABORT, 'cosignatures are kept'); END
--;
CREATE TRIGGER cosignature_kept BEFORE DELETE ON cosignature BEGIN SELECT RAISE(ABORT, 'cosignatures are kept'); END
--;
CREATE TRIGGER cosignature_once BEFORE INSERT ON cosignature
WHEN EXISTS (SELECT 1 FROM cosignature WHERE size = NEW.size AND witness_id = NEW.witness_id)
BEGIN SELECT RAISE(ABORT, 'cosignatures are kept'); END
