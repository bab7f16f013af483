-- Guards on SQLite: what is written once is never changed, deleted or replaced. Statements are parted by lines of "--;".
CREATE TRIGGER roll_entry_kept BEFORE DELETE ON roll_entry BEGIN SELECT RAISE(ABORT, 'the roll is append-only'); END
--;
CREATE TRIGGER roll_entry_fixed BEFORE UPDATE OF poll_id, roll_no, person_key, locality_id, basis ON roll_entry
BEGIN SELECT RAISE(ABORT, 'the roll is append-only'); END
--;
CREATE TRIGGER roll_entry_once BEFORE INSERT ON roll_entry
WHEN EXISTS (SELECT 1 FROM roll_entry WHERE poll_id = NEW.poll_id AND roll_no = NEW.roll_no)
  OR EXISTS (SELECT 1 FROM roll_entry WHERE poll_id = NEW.poll_id AND person_key = NEW.person_key)
BEGIN SELECT RAISE(ABORT, 'one roll entry a person'); END
--;
CREATE TRIGGER roll_mark_kept BEFORE DELETE ON roll_mark BEGIN SELECT RAISE(ABORT, 'marks are append-only'); END
--;
CREATE TRIGGER roll_mark_fixed BEFORE UPDATE ON roll_mark BEGIN SELECT RAISE(ABORT, 'marks are append-only'); END
--;
CREATE TRIGGER roll_mark_once BEFORE INSERT ON roll_mark
WHEN EXISTS (SELECT 1 FROM roll_mark WHERE poll_id = NEW.poll_id AND roll_no = NEW.roll_no)
BEGIN SELECT RAISE(IGNORE); END
--;
CREATE TRIGGER roll_mark_while_open BEFORE INSERT ON roll_mark
WHEN (SELECT state FROM poll WHERE id = NEW.poll_id) IS NOT 'open' BEGIN SELECT RAISE(ABORT, 'the poll is not open'); END
--;
CREATE TRIGGER box_inbox_while_open BEFORE INSERT ON box_inbox
WHEN (SELECT state FROM poll WHERE id = NEW.poll_id) IS NOT 'open' BEGIN SELECT RAISE(ABORT, 'the poll is not open'); END
--;
CREATE TRIGGER box_inbox_once BEFORE INSERT ON box_inbox
WHEN EXISTS (SELECT 1 FROM box_inbox WHERE poll_id = NEW.poll_id AND c = NEW.c)
  OR EXISTS (SELECT 1 FROM box_inbox WHERE poll_id = NEW.poll_id AND idem = NEW.idem)
  OR EXISTS (SELECT 1 FROM box_ballot WHERE poll_id = NEW.poll_id AND c = NEW.c)
  OR EXISTS (SELECT 1 FROM box_ballot WHERE poll_id = NEW.poll_id AND idem = NEW.idem)
BEGIN SELECT RAISE(ABORT, 'one ballot a secret'); END
--;
CREATE TRIGGER box_inbox_fixed BEFORE UPDATE ON box_inbox BEGIN SELECT RAISE(ABORT, 'ballots are append-only'); END
--;
CREATE TRIGGER box_inbox_kept BEFORE DELETE ON box_inbox
WHEN NOT EXISTS (SELECT 1 FROM box_ballot WHERE poll_id = OLD.poll_id AND c = OLD.c AND body = OLD.body)
BEGIN SELECT RAISE(ABORT, 'only the mix takes ballots out'); END
--;
CREATE TRIGGER box_ballot_from_inbox BEFORE INSERT ON box_ballot
WHEN NOT EXISTS (SELECT 1 FROM box_inbox WHERE poll_id = NEW.poll_id AND c = NEW.c AND body = NEW.body)
  OR EXISTS (SELECT 1 FROM box_ballot WHERE poll_id = NEW.poll_id AND c = NEW.c)
  OR EXISTS (SELECT 1 FROM box_ballot WHERE poll_id = NEW.poll_id AND idem = NEW.idem)
BEGIN SELECT RAISE(ABORT, 'only the mix puts ballots in'); END
--;
CREATE TRIGGER box_ballot_fixed BEFORE UPDATE ON box_ballot BEGIN SELECT RAISE(ABORT, 'ballots are append-only'); END
--;
CREATE TRIGGER box_ballot_kept BEFORE DELETE ON box_ballot BEGIN SELECT RAISE(ABORT, 'ballots are append-only'); END
--;
CREATE TRIGGER box_mix_fixed BEFORE UPDATE ON box_mix BEGIN SELECT RAISE(ABORT, 'mixes are append-only'); END
--;
CREATE TRIGGER box_mix_kept BEFORE DELETE ON box_mix BEGIN SELECT RAISE(ABORT, 'mixes are append-only'); END
--;
CREATE TRIGGER box_mix_once BEFORE INSERT ON box_mix
WHEN EXISTS (SELECT 1 FROM box_mix WHERE poll_id = NEW.poll_id AND mix_no = NEW.mix_no)
BEGIN SELECT RAISE(ABORT, 'mixes are append-only'); END
--;
CREATE TRIGGER poll_kept BEFORE DELETE ON poll BEGIN SELECT RAISE(ABORT, 'polls are kept'); END
--;
CREATE TRIGGER poll_rules_frozen
BEFORE UPDATE OF id, round_no, pot_id, opens_at, closes_at, min_choices, max_choices, rule, seed_source, definition,
  rules_sha256, min_mix, imported ON poll
WHEN OLD.state <> 'draft' BEGIN SELECT RAISE(ABORT, 'the rules are frozen'); END
--;
CREATE TRIGGER poll_onwards BEFORE UPDATE OF state ON poll
WHEN instr('draft frozen open closed counted published', NEW.state)
   < instr('draft frozen open closed counted published', OLD.state)
BEGIN SELECT RAISE(ABORT, 'a poll only goes onwards'); END
--;
CREATE TRIGGER account_balance_begins AFTER INSERT ON account
BEGIN
  INSERT INTO account_balance (account_id, pence, floor)
  VALUES (NEW.id, 0, CASE NEW.kind WHEN 'contra' THEN -9007199254740991 ELSE 0 END);
END
--;
CREATE TRIGGER account_kept BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT, 'accounts are kept'); END
--;
CREATE TRIGGER ledger_entry_fixed BEFORE UPDATE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
--;
CREATE TRIGGER ledger_entry_kept BEFORE DELETE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
--;
CREATE TRIGGER ledger_entry_once BEFORE INSERT ON ledger_entry
WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
--;
CREATE TRIGGER ledger_posting_sealed BEFORE INSERT ON ledger_posting
WHEN EXISTS (SELECT 1 FROM ledger_seal WHERE entry_id = NEW.entry_id)
  OR EXISTS (SELECT 1 FROM ledger_posting WHERE entry_id = NEW.entry_id AND line_no = NEW.line_no)
BEGIN SELECT RAISE(ABORT, 'the entry is sealed'); END
--;
CREATE TRIGGER ledger_posting_fixed BEFORE UPDATE ON ledger_posting BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
--;
CREATE TRIGGER ledger_posting_kept BEFORE DELETE ON ledger_posting BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
--;
CREATE TRIGGER ledger_seal_balanced BEFORE INSERT ON ledger_seal
BEGIN
  SELECT RAISE(ABORT, 'sealed already') WHERE EXISTS (SELECT 1 FROM ledger_seal WHERE entry_id = NEW.entry_id);
  SELECT RAISE(ABORT, 'the entry does not balance')
  WHERE (SELECT COALESCE(SUM(pence), 1) FROM ledger_posting WHERE entry_id = NEW.entry_id) <> 0;
  SELECT RAISE(ABORT, 'an entry has two lines or more')
  WHERE (SELECT COUNT(*) FROM ledger_posting WHERE entry_id = NEW.entry_id) < 2;
  SELECT RAISE(ABORT, 'an entry has one currency')
  WHERE (SELECT COUNT(DISTINCT a.currency) FROM ledger_posting p JOIN account a ON a.id = p.account_id
         WHERE p.entry_id = NEW.entry_id) <> 1;
END
--;
CREATE TRIGGER ledger_seal_moves_money AFTER INSERT ON ledger_seal
BEGIN
  UPDATE account_balance
  SET pence = pence + (SELECT SUM(p.pence) FROM ledger_posting p
                       WHERE p.entry_id = NEW.entry_id AND p.account_id = account_balance.account_id)
  WHERE account_id IN (SELECT account_id FROM ledger_posting WHERE entry_id = NEW.entry_id);
END
--;
CREATE TRIGGER ledger_seal_fixed BEFORE UPDATE ON ledger_seal BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
--;
CREATE TRIGGER ledger_seal_kept BEFORE DELETE ON ledger_seal BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
--;
CREATE TRIGGER log_leaf_fixed BEFORE UPDATE ON log_leaf BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
--;
CREATE TRIGGER log_leaf_kept BEFORE DELETE ON log_leaf BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
--;
CREATE TRIGGER log_leaf_once BEFORE INSERT ON log_leaf
WHEN EXISTS (SELECT 1 FROM log_leaf WHERE idx = NEW.idx) BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
--;
CREATE TRIGGER log_checkpoint_fixed BEFORE UPDATE ON log_checkpoint BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
--;
CREATE TRIGGER log_checkpoint_kept BEFORE DELETE ON log_checkpoint BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
--;
CREATE TRIGGER log_checkpoint_once BEFORE INSERT ON log_checkpoint
WHEN EXISTS (SELECT 1 FROM log_checkpoint WHERE size = NEW.size) BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
--;
CREATE TRIGGER count_record_fixed
BEFORE UPDATE OF poll_no, record, record_sha256, pb_sha256, lot_seed, seed_value, outcome, greedy, counted_by, counted_at
ON "count" BEGIN SELECT RAISE(ABORT, 'the count of record is fixed'); END
--;
CREATE TRIGGER count_kept BEFORE DELETE ON "count" BEGIN SELECT RAISE(ABORT, 'the count of record is fixed'); END
--;
CREATE TRIGGER adoption_fixed BEFORE UPDATE ON adoption BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END
--;
CREATE TRIGGER adoption_kept BEFORE DELETE ON adoption BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END
--;
CREATE TRIGGER adopted_amount_fixed BEFORE UPDATE ON adopted_amount BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END
--;
CREATE TRIGGER adopted_amount_kept BEFORE DELETE ON adopted_amount BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END
--;
CREATE TRIGGER room_event_kept BEFORE DELETE ON room_event BEGIN SELECT RAISE(ABORT, 'what was said is kept in its place'); END
