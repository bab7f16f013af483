-- More guards on SQLite: nothing is slipped in under a key that stands already (INSERT OR REPLACE passes over the guards
-- of deleting where a connection does not ask for them), and what was decided once stays. Parted by lines of "--;".
CREATE TRIGGER poll_once BEFORE INSERT ON poll
WHEN EXISTS (SELECT 1 FROM poll WHERE poll_no = NEW.poll_no OR id = NEW.id OR round_no = NEW.round_no)
BEGIN SELECT RAISE(ABORT, 'polls are kept'); END
--;
CREATE TRIGGER poll_facts_fixed
BEFORE UPDATE OF poll_no, title, frozen_by, opened_by, closed_at, close_reason, ballots, box_root ON poll
WHEN NEW.poll_no IS NOT OLD.poll_no
  OR (OLD.state <> 'draft' AND NEW.title IS NOT OLD.title)
  OR (OLD.frozen_by IS NOT NULL AND NEW.frozen_by IS NOT OLD.frozen_by)
  OR (OLD.opened_by IS NOT NULL AND NEW.opened_by IS NOT OLD.opened_by)
  OR (OLD.state IN ('closed', 'counted', 'published')
      AND (NEW.closed_at IS NOT OLD.closed_at OR NEW.close_reason IS NOT OLD.close_reason
           OR NEW.ballots IS NOT OLD.ballots OR NEW.box_root IS NOT OLD.box_root))
BEGIN SELECT RAISE(ABORT, 'what was decided on a poll is fixed'); END
--;
CREATE TRIGGER box_inbox_change_once BEFORE INSERT ON box_inbox
WHEN EXISTS (SELECT 1 FROM box_inbox WHERE poll_id = NEW.poll_id AND change_hash = NEW.change_hash)
  OR EXISTS (SELECT 1 FROM box_ballot WHERE poll_id = NEW.poll_id AND change_hash = NEW.change_hash)
BEGIN SELECT RAISE(ABORT, 'one ballot a secret'); END
--;
CREATE TRIGGER box_voided_fixed BEFORE UPDATE ON box_voided BEGIN SELECT RAISE(ABORT, 'what was voided stays so'); END
--;
CREATE TRIGGER box_voided_kept BEFORE DELETE ON box_voided BEGIN SELECT RAISE(ABORT, 'what was voided stays so'); END
--;
CREATE TRIGGER box_voided_once BEFORE INSERT ON box_voided
WHEN EXISTS (SELECT 1 FROM box_voided WHERE poll_id = NEW.poll_id AND c = NEW.c)
BEGIN SELECT RAISE(ABORT, 'what was voided stays so'); END
--;
CREATE TRIGGER account_fixed BEFORE UPDATE ON account BEGIN SELECT RAISE(ABORT, 'accounts are kept'); END
--;
CREATE TRIGGER account_once BEFORE INSERT ON account
WHEN EXISTS (SELECT 1 FROM account WHERE id = NEW.id OR code = NEW.code)
BEGIN SELECT RAISE(ABORT, 'accounts are kept'); END
--;
CREATE TRIGGER account_balance_by_seals BEFORE UPDATE ON account_balance
WHEN NEW.account_id IS NOT OLD.account_id OR NEW.floor IS NOT OLD.floor
  OR NEW.pence IS NOT (SELECT COALESCE(SUM(p.pence), 0) FROM ledger_posting p JOIN ledger_seal s ON s.entry_id = p.entry_id
                       WHERE p.account_id = NEW.account_id)
BEGIN SELECT RAISE(ABORT, 'balances move by sealed entries alone'); END
--;
CREATE TRIGGER account_balance_kept BEFORE DELETE ON account_balance
BEGIN SELECT RAISE(ABORT, 'balances move by sealed entries alone'); END
--;
CREATE TRIGGER account_balance_once BEFORE INSERT ON account_balance
WHEN NEW.pence <> 0 OR EXISTS (SELECT 1 FROM account_balance WHERE account_id = NEW.account_id)
BEGIN SELECT RAISE(ABORT, 'balances move by sealed entries alone'); END
--;
CREATE TRIGGER ledger_entry_reversed_once BEFORE INSERT ON ledger_entry
WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE reverses = NEW.reverses)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
--;
CREATE TRIGGER count_once BEFORE INSERT ON "count"
WHEN EXISTS (SELECT 1 FROM "count" WHERE poll_no = NEW.poll_no OR record_sha256 = NEW.record_sha256
             OR awards_entry_id = NEW.awards_entry_id)
BEGIN SELECT RAISE(ABORT, 'the count of record is fixed'); END
--;
CREATE TRIGGER count_facts_fixed BEFORE UPDATE OF published_by, published_at, awards_entry_id ON "count"
WHEN (OLD.published_at IS NOT NULL AND (NEW.published_by IS NOT OLD.published_by OR NEW.published_at IS NOT OLD.published_at))
  OR (OLD.awards_entry_id IS NOT NULL AND NEW.awards_entry_id IS NOT OLD.awards_entry_id)
  OR EXISTS (SELECT 1 FROM "count" WHERE awards_entry_id = NEW.awards_entry_id AND poll_no <> OLD.poll_no)
BEGIN SELECT RAISE(ABORT, 'the count of record is fixed'); END
--;
CREATE TRIGGER adoption_once BEFORE INSERT ON adoption
WHEN EXISTS (SELECT 1 FROM adoption WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END
--;
CREATE TRIGGER adopted_amount_once BEFORE INSERT ON adopted_amount
WHEN EXISTS (SELECT 1 FROM adopted_amount WHERE adoption_id = NEW.adoption_id AND project_id = NEW.project_id)
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END
--;
CREATE TRIGGER room_event_once BEFORE INSERT ON room_event
WHEN EXISTS (SELECT 1 FROM room_event WHERE room_id = NEW.room_id AND seq = NEW.seq)
  OR EXISTS (SELECT 1 FROM room_event WHERE room_id = NEW.room_id AND person_id = NEW.person_id AND key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'what was said is kept in its place'); END
--;
CREATE TRIGGER project_fixed BEFORE UPDATE ON project
WHEN EXISTS (SELECT 1 FROM poll WHERE round_no IN (OLD.round_no, NEW.round_no) AND state <> 'draft')
BEGIN SELECT RAISE(ABORT, 'the paper is frozen'); END
--;
CREATE TRIGGER project_kept BEFORE DELETE ON project
WHEN EXISTS (SELECT 1 FROM poll WHERE round_no = OLD.round_no AND state <> 'draft')
BEGIN SELECT RAISE(ABORT, 'the paper is frozen'); END
--;
CREATE TRIGGER project_once BEFORE INSERT ON project
WHEN EXISTS (SELECT 1 FROM poll WHERE round_no = NEW.round_no AND state <> 'draft')
  OR EXISTS (SELECT 1 FROM project WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the paper is frozen'); END
