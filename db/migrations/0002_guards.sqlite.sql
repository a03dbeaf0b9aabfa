-- The journal is written once: nothing in it changes or goes (SEC-2). A draw stays on record as it was made (SAMPLE-1), a
-- published report as it was published.
CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal BEGIN
  SELECT RAISE(ABORT, 'journal');
END;
CREATE TRIGGER journal_never_goes BEFORE DELETE ON journal BEGIN
  SELECT RAISE(ABORT, 'journal');
END;
CREATE TRIGGER draws_never_change BEFORE UPDATE ON draws BEGIN
  SELECT RAISE(ABORT, 'draws');
END;
CREATE TRIGGER draws_never_go BEFORE DELETE ON draws BEGIN
  SELECT RAISE(ABORT, 'draws');
END;
CREATE TRIGGER publications_never_change BEFORE UPDATE ON publications BEGIN
  SELECT RAISE(ABORT, 'publications');
END;
CREATE TRIGGER publications_never_go BEFORE DELETE ON publications BEGIN
  SELECT RAISE(ABORT, 'publications');
END;
