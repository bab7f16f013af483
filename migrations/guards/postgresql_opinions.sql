-- Guards of statements and opinions, on PostgreSQL: words that people gave an opinion on stay, and so do draws. Parted by lines of "--;".
CREATE TRIGGER statement_kept BEFORE DELETE ON statement FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER statement_fixed
BEFORE UPDATE OF id, room_id, number, author_id, body, at ON statement FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER statement_draw_kept BEFORE UPDATE OR DELETE ON statement_draw FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
GRANT SELECT, INSERT, UPDATE ON opinion_board TO :app
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON opinion TO :app
--;
GRANT SELECT, INSERT ON statement, statement_draw TO :app
--;
GRANT UPDATE (hidden_reason) ON statement TO :app
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON statement_waiting TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
