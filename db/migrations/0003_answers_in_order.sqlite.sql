-- Every page of an audit reads all its answers in their order: from this index alone, without sorting.
CREATE INDEX audit_answers_in_order ON audit_answers (council, audit_id, section, position, question, answer, note);
