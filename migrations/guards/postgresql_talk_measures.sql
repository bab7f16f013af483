-- Guards of the measures of talk, on PostgreSQL: what was drawn stays drawn. Parted by lines of "--;".
CREATE TRIGGER quality_sample_kept BEFORE UPDATE OR DELETE ON quality_sample FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
GRANT SELECT, INSERT, UPDATE ON score_sheet, sheet_tally, facilitation, view_board, reach_board, reach_group, quality_code TO :app
--;
GRANT SELECT, INSERT, UPDATE, DELETE ON view_question, view_answer, reach_question TO :app
--;
GRANT DELETE ON reach_group TO :app
--;
GRANT SELECT, INSERT, DELETE ON sheet_return, reach_return TO :app
--;
GRANT SELECT, INSERT ON quality_sample, quality_coder TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
