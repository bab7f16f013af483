-- Guards of suggested changes, on SQLite: what was put to an author stays as it was written. Parted by lines of "--;".
CREATE TRIGGER amendment_kept BEFORE DELETE ON amendment BEGIN SELECT RAISE(ABORT, 'suggested changes are kept'); END
--;
CREATE TRIGGER amendment_fixed
BEFORE UPDATE OF id, proposal_no, author_id, revision, said, why, cited, proposed_at ON amendment
WHEN OLD.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'suggested changes are kept'); END
