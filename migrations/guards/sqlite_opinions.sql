-- Guards of statements and opinions, on SQLite: words that people gave an opinion on stay, and so do draws. Parted by lines of "--;".
CREATE TRIGGER statement_kept BEFORE DELETE ON statement BEGIN SELECT RAISE(ABORT, 'statements are kept'); END
--;
CREATE TRIGGER statement_once BEFORE INSERT ON statement
WHEN EXISTS (SELECT 1 FROM statement WHERE id = NEW.id OR (room_id = NEW.room_id AND number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'statements are kept'); END
--;
CREATE TRIGGER statement_fixed BEFORE UPDATE OF id, room_id, number, author_id, body, at ON statement
BEGIN SELECT RAISE(ABORT, 'statements are kept'); END
--;
CREATE TRIGGER statement_draw_kept BEFORE DELETE ON statement_draw BEGIN SELECT RAISE(ABORT, 'draws are kept'); END
--;
CREATE TRIGGER statement_draw_fixed BEFORE UPDATE ON statement_draw BEGIN SELECT RAISE(ABORT, 'draws are kept'); END
--;
CREATE TRIGGER statement_draw_once BEFORE INSERT ON statement_draw
WHEN EXISTS (SELECT 1 FROM statement_draw WHERE room_id = NEW.room_id AND draw = NEW.draw)
BEGIN SELECT RAISE(ABORT, 'draws are kept'); END
