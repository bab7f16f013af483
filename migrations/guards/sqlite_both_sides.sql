-- Guards of ballot packs, on SQLite: what was frozen stays as it was. Parted by lines of "--;".
CREATE TRIGGER ballot_pack_kept BEFORE DELETE ON ballot_pack BEGIN SELECT RAISE(ABORT, 'ballot packs are kept'); END
--;
CREATE TRIGGER ballot_pack_fixed BEFORE UPDATE ON ballot_pack BEGIN SELECT RAISE(ABORT, 'ballot packs are kept'); END
--;
CREATE TRIGGER ballot_pack_once BEFORE INSERT ON ballot_pack
WHEN EXISTS (SELECT 1 FROM ballot_pack WHERE poll_id = NEW.poll_id)
BEGIN SELECT RAISE(ABORT, 'ballot packs are kept'); END
