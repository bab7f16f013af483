-- Guards of witnesses, on PostgreSQL: who a witness is and what it cosigned stays. Parted by lines of "--;".
CREATE TRIGGER cosignature_kept BEFORE UPDATE OR DELETE ON cosignature FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER cosignature_whole BEFORE TRUNCATE ON cosignature FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER witness_kept BEFORE DELETE ON witness FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER witness_whole BEFORE TRUNCATE ON witness FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER witness_fixed BEFORE UPDATE OF id, partnership_id, partner_id, vkey, url ON witness
FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER witness_retired BEFORE UPDATE OF retired_at ON witness FOR EACH ROW
WHEN (OLD.retired_at IS NOT NULL AND NEW.retired_at IS DISTINCT FROM OLD.retired_at) EXECUTE FUNCTION refuse_change()
--;
GRANT SELECT, INSERT, UPDATE ON witness TO :app
--;
GRANT SELECT, INSERT ON cosignature TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
