-- Every page of an audit reads all its answers in their order. Without the note, which may be longer than an index takes.
CREATE INDEX audit_answers_in_order ON audit_answers (council, audit_id, section, position, question);
