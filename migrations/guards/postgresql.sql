-- Guards on PostgreSQL: what the application's role cannot do, and triggers for those who can. Statements are parted by "--;".
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
--;
DO $$ DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['roll_mark', 'box_ballot', 'box_mix', 'ledger_entry', 'ledger_posting', 'ledger_seal',
    'log_leaf', 'log_checkpoint', 'adoption', 'adopted_amount'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name || '_kept', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name || '_whole', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['roll_entry', 'poll', 'account', 'count', 'room_event'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name || '_kept', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name || '_whole', name);
  END LOOP;
END $$
--;
CREATE TRIGGER box_inbox_fixed BEFORE UPDATE ON box_inbox FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER box_inbox_whole BEFORE TRUNCATE ON box_inbox FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
--;
CREATE TRIGGER roll_entry_fixed BEFORE UPDATE OF poll_id, roll_no, person_key, locality_id, basis ON roll_entry
FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
CREATE FUNCTION refuse_while_not_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT state FROM poll WHERE id = NEW.poll_id) IS DISTINCT FROM 'open' THEN
    RAISE EXCEPTION 'the poll is not open';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER roll_mark_while_open BEFORE INSERT ON roll_mark FOR EACH ROW EXECUTE FUNCTION refuse_while_not_open()
--;
CREATE TRIGGER box_inbox_while_open BEFORE INSERT ON box_inbox FOR EACH ROW EXECUTE FUNCTION refuse_while_not_open()
--;
CREATE FUNCTION one_ballot_a_secret() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM box_ballot WHERE poll_id = NEW.poll_id AND c = NEW.c)
    OR EXISTS (SELECT 1 FROM box_ballot WHERE poll_id = NEW.poll_id AND idem = NEW.idem) THEN
    RAISE EXCEPTION 'one ballot a secret' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER box_inbox_once BEFORE INSERT ON box_inbox FOR EACH ROW EXECUTE FUNCTION one_ballot_a_secret()
--;
CREATE FUNCTION mix_box(poll uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE moved integer;
BEGIN
  WITH taken AS (DELETE FROM box_inbox WHERE poll_id = poll RETURNING *)
  INSERT INTO box_ballot SELECT * FROM taken ORDER BY c;
  GET DIAGNOSTICS moved = ROW_COUNT;
  RETURN moved;
END $$
--;
CREATE FUNCTION poll_rules_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND (NEW.id, NEW.round_no, NEW.pot_id, NEW.opens_at, NEW.closes_at, NEW.min_choices, NEW.max_choices, NEW.rule,
      NEW.seed_source, NEW.definition, NEW.rules_sha256, NEW.min_mix, NEW.imported)
    IS DISTINCT FROM (OLD.id, OLD.round_no, OLD.pot_id, OLD.opens_at, OLD.closes_at, OLD.min_choices, OLD.max_choices, OLD.rule,
      OLD.seed_source, OLD.definition, OLD.rules_sha256, OLD.min_mix, OLD.imported) THEN
    RAISE EXCEPTION 'the rules are frozen';
  END IF;
  IF position(NEW.state IN 'draft frozen open closed counted published') < position(OLD.state IN 'draft frozen open closed counted published') THEN
    RAISE EXCEPTION 'a poll only goes onwards';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER poll_rules_frozen BEFORE UPDATE ON poll FOR EACH ROW EXECUTE FUNCTION poll_rules_frozen()
--;
CREATE FUNCTION account_balance_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  INSERT INTO account_balance (account_id, pence, floor)
  VALUES (NEW.id, 0, CASE NEW.kind WHEN 'contra' THEN -9007199254740991 ELSE 0 END);
  RETURN NEW;
END $$
--;
CREATE TRIGGER account_balance_begins AFTER INSERT ON account FOR EACH ROW EXECUTE FUNCTION account_balance_begins()
--;
CREATE FUNCTION ledger_posting_sealed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM 1 FROM ledger_entry WHERE id = NEW.entry_id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM ledger_seal WHERE entry_id = NEW.entry_id) THEN RAISE EXCEPTION 'the entry is sealed'; END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER ledger_posting_sealed BEFORE INSERT ON ledger_posting FOR EACH ROW EXECUTE FUNCTION ledger_posting_sealed()
--;
CREATE FUNCTION ledger_seal_balanced() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE total bigint; lines integer; currencies integer;
BEGIN
  PERFORM 1 FROM ledger_entry WHERE id = NEW.entry_id FOR UPDATE;
  SELECT COALESCE(SUM(p.pence), 1), COUNT(*), COUNT(DISTINCT a.currency) INTO total, lines, currencies
  FROM ledger_posting p JOIN account a ON a.id = p.account_id WHERE p.entry_id = NEW.entry_id;
  IF total <> 0 THEN RAISE EXCEPTION 'the entry does not balance'; END IF;
  IF lines < 2 THEN RAISE EXCEPTION 'an entry has two lines or more'; END IF;
  IF currencies <> 1 THEN RAISE EXCEPTION 'an entry has one currency'; END IF;
  PERFORM 1 FROM account_balance WHERE account_id IN (SELECT account_id FROM ledger_posting WHERE entry_id = NEW.entry_id)
  ORDER BY account_id FOR UPDATE;
  UPDATE account_balance b SET pence = b.pence + s.pence
  FROM (SELECT account_id, SUM(pence) AS pence FROM ledger_posting WHERE entry_id = NEW.entry_id GROUP BY account_id) s
  WHERE b.account_id = s.account_id;
  RETURN NEW;
END $$
--;
CREATE TRIGGER ledger_seal_balanced BEFORE INSERT ON ledger_seal FOR EACH ROW EXECUTE FUNCTION ledger_seal_balanced()
--;
CREATE FUNCTION ledger_entry_must_be_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM ledger_seal WHERE entry_id = NEW.id) THEN RAISE EXCEPTION 'an entry was left unsealed'; END IF;
  RETURN NULL;
END $$
--;
CREATE CONSTRAINT TRIGGER ledger_entry_must_be_sealed AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION ledger_entry_must_be_sealed()
--;
CREATE TRIGGER count_record_fixed
BEFORE UPDATE OF poll_no, record, record_sha256, pb_sha256, lot_seed, seed_value, outcome, greedy, counted_by, counted_at
ON "count" FOR EACH ROW EXECUTE FUNCTION refuse_change()
--;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC
--;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC
--;
GRANT USAGE ON SCHEMA public TO :app
--;
GRANT SELECT, INSERT, UPDATE ON partnership, partner, forum, locality, postcode, outcome, round, pot, fund, proposal, cost_item,
  proposal_revision, review, project, room, room_event, poll, person, role_grant, sign_in_code, sign_in_session, outbox_mail,
  log_pending, "count", roll_entry TO :app
--;
GRANT DELETE ON cost_item, postcode, role_grant, sign_in_code, sign_in_session, outbox_mail, log_pending TO :app
--;
GRANT SELECT, INSERT ON account, ledger_entry, ledger_posting, ledger_seal, adoption, adopted_amount, log_leaf, log_checkpoint,
  box_mix TO :app
--;
GRANT SELECT ON account_balance, alembic_version TO :app
--;
GRANT INSERT ON roll_mark, box_inbox TO :app
--;
GRANT SELECT (poll_id, roll_no, channel, marked_on) ON roll_mark TO :app
--;
GRANT SELECT (poll_id, c, idem, change_hash, channel, body) ON box_inbox TO :app
--;
GRANT SELECT (poll_id, c, idem, change_hash, channel, body) ON box_ballot TO :app
--;
GRANT SELECT ON box_voided TO :app
--;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app
--;
GRANT EXECUTE ON FUNCTION mix_box(uuid), refuse_change(), refuse_while_not_open(), one_ballot_a_secret(), poll_rules_frozen(),
  account_balance_begins(), ledger_posting_sealed(), ledger_seal_balanced(), ledger_entry_must_be_sealed() TO :app
