-- Guards of the measures of talk, on SQLite: what was drawn stays drawn. Parted by lines of "--;".
CREATE TRIGGER quality_sample_kept BEFORE DELETE ON quality_sample BEGIN SELECT RAISE(ABORT, 'samples are kept'); END
--;
CREATE TRIGGER quality_sample_fixed BEFORE UPDATE ON quality_sample BEGIN SELECT RAISE(ABORT, 'samples are kept'); END
--;
CREATE TRIGGER quality_sample_once BEFORE INSERT ON quality_sample
WHEN EXISTS (SELECT 1 FROM quality_sample WHERE room_id = NEW.room_id)
BEGIN SELECT RAISE(ABORT, 'samples are kept'); END
