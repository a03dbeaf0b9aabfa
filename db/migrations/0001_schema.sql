-- The tables of one audit cycle. Every table has the council in its key. Days are TEXT `2026-12-01`, instants TEXT
-- `2026-12-01T09:00:00Z`, identifiers TEXT; `version` counts saves for optimistic locking. No column holds a child's name.

CREATE TABLE councils (
  council TEXT NOT NULL,
  name TEXT NOT NULL,
  framework TEXT NOT NULL,
  framework_version BIGINT NOT NULL,
  demo_seed TEXT NOT NULL DEFAULT '',
  CONSTRAINT councils_pk PRIMARY KEY (council)
);

CREATE TABLE definitions (
  council TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  version BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  yaml TEXT NOT NULL,
  CONSTRAINT definitions_pk PRIMARY KEY (council, kind, key, version)
);

CREATE TABLE people (
  council TEXT NOT NULL,
  person_id TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  team TEXT NOT NULL,
  locality TEXT NOT NULL,
  service_area TEXT NOT NULL,
  agency TEXT NOT NULL,
  qualified BOOLEAN NOT NULL,
  trained_on TEXT,
  away_from TEXT,
  away_to TEXT,
  manager_id TEXT,
  left_on TEXT,
  CONSTRAINT people_pk PRIMARY KEY (council, person_id)
);

CREATE TABLE teams (
  council TEXT NOT NULL,
  team TEXT NOT NULL,
  locality TEXT NOT NULL,
  service_area TEXT NOT NULL,
  manager_id TEXT,
  CONSTRAINT teams_pk PRIMARY KEY (council, team)
);

-- said: the fingerprint of what the last import said of the child, so that saying it again changes nothing.
CREATE TABLE cases (
  council TEXT NOT NULL,
  child_id TEXT NOT NULL,
  category TEXT NOT NULL,
  locality TEXT NOT NULL,
  service_area TEXT NOT NULL,
  team TEXT NOT NULL,
  worker_id TEXT,
  supervisor_id TEXT,
  opened_on TEXT,
  closed_on TEXT,
  moved_on TEXT,
  flags TEXT NOT NULL DEFAULT '',
  restricted BOOLEAN NOT NULL DEFAULT FALSE,
  last_audited_on TEXT,
  birth_year BIGINT,
  gender TEXT NOT NULL DEFAULT '',
  ethnicity TEXT NOT NULL DEFAULT '',
  disability TEXT NOT NULL DEFAULT '',
  said BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT cases_pk PRIMARY KEY (council, child_id)
);

CREATE INDEX cases_open ON cases (council, child_id) WHERE closed_on IS NULL;

-- Who worked or supervised a case before its present worker and supervisor.
CREATE TABLE case_ties (
  council TEXT NOT NULL,
  child_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  supervised BOOLEAN NOT NULL,
  until_on TEXT NOT NULL,
  CONSTRAINT case_ties_pk PRIMARY KEY (council, child_id, person_id, supervised)
);

CREATE TABLE uploads (
  council TEXT NOT NULL,
  upload_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  filename TEXT NOT NULL,
  content BYTEA NOT NULL,
  mapping TEXT NOT NULL,
  uploaded_at TEXT NOT NULL,
  uploaded_by TEXT NOT NULL,
  CONSTRAINT uploads_pk PRIMARY KEY (council, upload_id)
);

CREATE TABLE cycles (
  council TEXT NOT NULL,
  cycle_id TEXT NOT NULL,
  programme TEXT NOT NULL,
  period TEXT NOT NULL,
  cohort TEXT NOT NULL,
  framework_version BIGINT NOT NULL,
  state TEXT NOT NULL,
  size BIGINT NOT NULL,
  send_on TEXT,
  return_by TEXT,
  report_by TEXT,
  sent_at TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT cycles_pk PRIMARY KEY (council, cycle_id),
  CONSTRAINT cycles_period_unique UNIQUE (council, programme, period)
);

CREATE TABLE frames (
  council TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  csv TEXT NOT NULL,
  CONSTRAINT frames_pk PRIMARY KEY (council, sha256)
);

CREATE TABLE draws (
  council TEXT NOT NULL,
  draw_id TEXT NOT NULL,
  cycle_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  frame_sha256 TEXT NOT NULL,
  certificate TEXT NOT NULL,
  reason TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  CONSTRAINT draws_pk PRIMARY KEY (council, draw_id),
  CONSTRAINT draws_number_unique UNIQUE (council, cycle_id, number),
  CONSTRAINT draws_cycle_fk FOREIGN KEY (council, cycle_id) REFERENCES cycles (council, cycle_id),
  CONSTRAINT draws_frame_fk FOREIGN KEY (council, frame_sha256) REFERENCES frames (council, sha256)
);

CREATE TABLE sampled_cases (
  council TEXT NOT NULL,
  cycle_id TEXT NOT NULL,
  child_id TEXT NOT NULL,
  draw_id TEXT NOT NULL,
  rank BIGINT NOT NULL,
  category TEXT NOT NULL,
  locality TEXT NOT NULL,
  replaces TEXT,
  exempt BOOLEAN NOT NULL,
  exempt_reason TEXT NOT NULL,
  exempt_approved_by TEXT,
  exempt_at TEXT,
  family_contact BOOLEAN NOT NULL,
  auditor TEXT,
  CONSTRAINT sampled_cases_pk PRIMARY KEY (council, cycle_id, child_id),
  CONSTRAINT sampled_cases_cycle_fk FOREIGN KEY (council, cycle_id) REFERENCES cycles (council, cycle_id)
);

-- Cases that managers named for a month's draw (SAMPLE-7); one withdrawn is gone from here and stands in the journal.
CREATE TABLE nominations (
  council TEXT NOT NULL,
  programme TEXT NOT NULL,
  period TEXT NOT NULL,
  child_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  nominated_by TEXT NOT NULL,
  nominated_at TEXT NOT NULL,
  CONSTRAINT nominations_pk PRIMARY KEY (council, programme, period, child_id)
);

CREATE TABLE audits (
  council TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  reference TEXT NOT NULL,
  cycle_id TEXT NOT NULL,
  programme TEXT NOT NULL,
  period TEXT NOT NULL,
  cohort TEXT NOT NULL,
  child_id TEXT NOT NULL,
  category TEXT NOT NULL,
  locality TEXT NOT NULL,
  service_area TEXT NOT NULL,
  team TEXT NOT NULL,
  worker_id TEXT,
  supervisor_id TEXT,
  tool TEXT NOT NULL,
  tool_version BIGINT NOT NULL,
  auditor TEXT,
  state TEXT NOT NULL,
  family_contact BOOLEAN NOT NULL,
  due_on TEXT,
  sent_at TEXT,
  started_at TEXT,
  submitted_at TEXT,
  finalised_at TEXT,
  overall TEXT,
  overall_reason TEXT NOT NULL,
  moderated_overall TEXT,
  moderation_pick TEXT NOT NULL,
  hand_back_reason TEXT NOT NULL,
  hand_back_note TEXT NOT NULL,
  minutes_spent BIGINT NOT NULL,
  imported BOOLEAN NOT NULL,
  -- What its sections and conversations say, for reports: written whenever they are.
  outline TEXT NOT NULL DEFAULT '',
  part TEXT NOT NULL,
  reaudit_of TEXT,
  version BIGINT NOT NULL,
  on_record BOOLEAN NOT NULL DEFAULT FALSE,
  CONSTRAINT audits_pk PRIMARY KEY (council, audit_id),
  CONSTRAINT audits_reference_unique UNIQUE (council, reference)
);
CREATE INDEX audits_in_order ON audits (council, period DESC, reference);
CREATE INDEX audits_by_period ON audits (council, programme, period, locality);
CREATE INDEX audits_by_auditor ON audits (council, auditor, state);
CREATE INDEX audits_by_worker ON audits (council, worker_id, state);
CREATE INDEX audits_by_supervisor ON audits (council, supervisor_id, state);
CREATE INDEX audits_by_cycle ON audits (council, cycle_id);
CREATE INDEX audits_again ON audits (council, reaudit_of) WHERE reaudit_of IS NOT NULL;
-- on_record: its note is on the child's record, as hand_overs says by whom and when. What waits is asked for at every visit
-- of the home page, and must not be looked for among all the audits of all years.
CREATE INDEX audits_for_the_record ON audits (council, programme, finalised_at)
  WHERE state = 'final' AND NOT imported AND NOT on_record;
CREATE INDEX audits_by_child ON audits (council, child_id);
CREATE INDEX audits_by_state ON audits (council, state, submitted_at);

-- said: the fingerprint of what the last import said of an audit from an old tracker.
CREATE TABLE past_audits (
  council TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  said BIGINT NOT NULL,
  CONSTRAINT past_audits_pk PRIMARY KEY (council, audit_id),
  CONSTRAINT past_audits_audit_fk FOREIGN KEY (council, audit_id) REFERENCES audits (council, audit_id)
);

CREATE TABLE audit_sections (
  council TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  section TEXT NOT NULL,
  judgement TEXT,
  evidence TEXT NOT NULL,
  impact TEXT NOT NULL,
  good_practice BOOLEAN NOT NULL,
  saved_at TEXT,
  saved_by TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT audit_sections_pk PRIMARY KEY (council, audit_id, section),
  CONSTRAINT audit_sections_audit_fk FOREIGN KEY (council, audit_id) REFERENCES audits (council, audit_id)
);
-- Themes count judgements without reading the texts.
CREATE INDEX audit_sections_judged ON audit_sections (council, audit_id, section, judgement, good_practice);

CREATE TABLE audit_answers (
  council TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  section TEXT NOT NULL,
  question TEXT NOT NULL,
  position BIGINT NOT NULL,
  answer TEXT,
  note TEXT NOT NULL,
  CONSTRAINT audit_answers_pk PRIMARY KEY (council, audit_id, section, question),
  CONSTRAINT audit_answers_audit_fk FOREIGN KEY (council, audit_id) REFERENCES audits (council, audit_id)
);

CREATE TABLE audit_documents (
  council TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  document TEXT NOT NULL,
  finding TEXT NOT NULL,
  note TEXT NOT NULL,
  CONSTRAINT audit_documents_pk PRIMARY KEY (council, audit_id, document),
  CONSTRAINT audit_documents_audit_fk FOREIGN KEY (council, audit_id) REFERENCES audits (council, audit_id)
);

CREATE TABLE conversations (
  council TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  booked_for TEXT,
  place TEXT NOT NULL,
  held BOOLEAN,
  held_on TEXT,
  reason TEXT,
  manager_present BOOLEAN NOT NULL,
  summary TEXT NOT NULL,
  agreed TEXT NOT NULL,
  purpose_explained BOOLEAN NOT NULL,
  consent BOOLEAN,
  views TEXT NOT NULL,
  service_feedback TEXT NOT NULL,
  written_reply TEXT NOT NULL,
  replied_on TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT conversations_pk PRIMARY KEY (council, audit_id, kind),
  CONSTRAINT conversations_audit_fk FOREIGN KEY (council, audit_id) REFERENCES audits (council, audit_id)
);

CREATE TABLE reallocations (
  council TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  at TEXT NOT NULL,
  from_person TEXT,
  to_person TEXT NOT NULL,
  reason TEXT NOT NULL,
  by_person TEXT NOT NULL,
  handed_back TEXT NOT NULL,
  handed_back_note TEXT NOT NULL,
  CONSTRAINT reallocations_pk PRIMARY KEY (council, audit_id, number)
);

-- Who works on an audit beside its auditor. Before an audit is sent its row has no audit_id; `auditor` rows are then the
-- auditors of a case that several audit. A linked auditor's row has an area, and neither child nor audit.
CREATE TABLE co_auditors (
  council TEXT NOT NULL,
  cycle_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  child_id TEXT NOT NULL,
  part TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  area TEXT NOT NULL,
  person_id TEXT NOT NULL,
  since TEXT NOT NULL,
  prepared_at TEXT,
  away BOOLEAN NOT NULL,
  moderates BOOLEAN NOT NULL,
  CONSTRAINT co_auditors_pk PRIMARY KEY (council, cycle_id, kind, child_id, part, audit_id, area)
);
CREATE INDEX co_auditors_by_person ON co_auditors (council, person_id, kind, audit_id);

-- What several people write about one thing, each line after the other: nothing in it changes or goes.
CREATE TABLE shared_notes (
  council TEXT NOT NULL,
  subject TEXT NOT NULL,
  topic TEXT NOT NULL,
  number BIGINT NOT NULL,
  person_id TEXT NOT NULL,
  at TEXT NOT NULL,
  note TEXT NOT NULL,
  CONSTRAINT shared_notes_pk PRIMARY KEY (council, subject, topic, number)
);

CREATE TABLE moderations (
  council TEXT NOT NULL,
  moderation_id TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  moderator TEXT NOT NULL,
  narrative_supports BOOLEAN NOT NULL,
  helps_learning BOOLEAN NOT NULL,
  next_is_clear BOOLEAN NOT NULL,
  outcome TEXT NOT NULL,
  from_grade TEXT,
  to_grade TEXT,
  reason TEXT NOT NULL,
  at TEXT NOT NULL,
  CONSTRAINT moderations_pk PRIMARY KEY (council, moderation_id),
  CONSTRAINT moderations_audit_fk FOREIGN KEY (council, audit_id) REFERENCES audits (council, audit_id)
);
CREATE INDEX moderations_by_audit ON moderations (council, audit_id);

CREATE TABLE actions (
  council TEXT NOT NULL,
  action_id TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  section TEXT NOT NULL,
  text TEXT NOT NULL,
  measure TEXT NOT NULL,
  owner TEXT,
  sign_off_by TEXT,
  due_on TEXT,
  priority TEXT NOT NULL,
  state TEXT NOT NULL,
  done_at TEXT,
  done_evidence TEXT NOT NULL,
  signed_off_at TEXT,
  signed_off_by TEXT,
  sign_off_note TEXT NOT NULL,
  created_at TEXT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT actions_pk PRIMARY KEY (council, action_id),
  CONSTRAINT actions_audit_fk FOREIGN KEY (council, audit_id) REFERENCES audits (council, audit_id)
);
CREATE INDEX actions_by_audit ON actions (council, audit_id, state, due_on);
CREATE INDEX actions_by_owner ON actions (council, owner, state);
CREATE INDEX actions_by_sign_off ON actions (council, sign_off_by, state);
CREATE INDEX actions_by_state ON actions (council, state, due_on);

CREATE TABLE concerns (
  council TEXT NOT NULL,
  concern_id TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  raised_by TEXT NOT NULL,
  raised_at TEXT NOT NULL,
  what TEXT NOT NULL,
  doing TEXT NOT NULL,
  acknowledged_by TEXT,
  acknowledged_at TEXT,
  response TEXT NOT NULL,
  closed_by TEXT,
  closed_at TEXT,
  outcome TEXT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT concerns_pk PRIMARY KEY (council, concern_id),
  CONSTRAINT concerns_audit_fk FOREIGN KEY (council, audit_id) REFERENCES audits (council, audit_id)
);
CREATE INDEX concerns_by_state ON concerns (council, state, raised_at);
CREATE INDEX concerns_by_audit ON concerns (council, audit_id);

CREATE TABLE concern_notices (
  council TEXT NOT NULL,
  concern_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  why TEXT NOT NULL,
  told_at TEXT NOT NULL,
  CONSTRAINT concern_notices_pk PRIMARY KEY (council, concern_id, person_id),
  CONSTRAINT concern_notices_concern_fk FOREIGN KEY (council, concern_id) REFERENCES concerns (council, concern_id)
);

-- What the worker says of the own case (AUDIT-7); answers by the place of their question.
CREATE TABLE perspectives (
  council TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  saved_at TEXT,
  sent_at TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT perspectives_pk PRIMARY KEY (council, audit_id),
  CONSTRAINT perspectives_audit_fk FOREIGN KEY (council, audit_id) REFERENCES audits (council, audit_id)
);
CREATE TABLE perspective_answers (
  council TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  position BIGINT NOT NULL,
  answer TEXT NOT NULL,
  CONSTRAINT perspective_answers_pk PRIMARY KEY (council, audit_id, position),
  CONSTRAINT perspective_answers_audit_fk FOREIGN KEY (council, audit_id) REFERENCES perspectives (council, audit_id)
);

-- A disagreement with a final grade (MOD-4): one an audit, its finding is final.
CREATE TABLE disagreements (
  council TEXT NOT NULL,
  disagreement_id TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  state TEXT NOT NULL,
  raised_by TEXT NOT NULL,
  raised_at TEXT NOT NULL,
  reasons TEXT NOT NULL,
  decider TEXT,
  from_grade TEXT,
  to_grade TEXT,
  finding TEXT NOT NULL,
  decided_by TEXT,
  decided_at TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT disagreements_pk PRIMARY KEY (council, disagreement_id),
  CONSTRAINT disagreements_once UNIQUE (council, audit_id),
  CONSTRAINT disagreements_audit_fk FOREIGN KEY (council, audit_id) REFERENCES audits (council, audit_id)
);

-- What a final grade sets off (ACT-3, ACT-4).
CREATE TABLE follow_ups (
  council TEXT NOT NULL,
  follow_up_id TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  from_on TEXT,
  due_on TEXT,
  check_at_meeting BOOLEAN NOT NULL,
  talked_on TEXT,
  agreed TEXT NOT NULL,
  recorded_by TEXT,
  recorded_at TEXT,
  escalated_at TEXT,
  checked_by TEXT,
  checked_at TEXT,
  checked_note TEXT NOT NULL,
  reaudit TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT follow_ups_pk PRIMARY KEY (council, follow_up_id),
  CONSTRAINT follow_ups_audit_fk FOREIGN KEY (council, audit_id) REFERENCES audits (council, audit_id)
);
CREATE INDEX follow_ups_by_audit ON follow_ups (council, audit_id);
CREATE INDEX follow_ups_by_state ON follow_ups (council, state, due_on);

-- Practice of an earlier worker or team (AUDIT-12), and who was told of it: nobody else may read it.
CREATE TABLE practice_notes (
  council TEXT NOT NULL,
  note_id TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  worker TEXT,
  team TEXT NOT NULL,
  text TEXT NOT NULL,
  noted_by TEXT NOT NULL,
  noted_at TEXT NOT NULL,
  fed_back_at TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT practice_notes_pk PRIMARY KEY (council, note_id),
  CONSTRAINT practice_notes_audit_fk FOREIGN KEY (council, audit_id) REFERENCES audits (council, audit_id)
);
CREATE INDEX practice_notes_by_audit ON practice_notes (council, audit_id);
CREATE TABLE practice_readers (
  council TEXT NOT NULL,
  note_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  told_at TEXT NOT NULL,
  acknowledged_at TEXT,
  CONSTRAINT practice_readers_pk PRIMARY KEY (council, note_id, person_id),
  CONSTRAINT practice_readers_note_fk FOREIGN KEY (council, note_id) REFERENCES practice_notes (council, note_id)
);
CREATE INDEX practice_readers_by_person ON practice_readers (council, person_id);

-- The audit's note was put on the child's record (ACT-6).
CREATE TABLE hand_overs (
  council TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  by_person TEXT NOT NULL,
  on_day TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  CONSTRAINT hand_overs_pk PRIMARY KEY (council, audit_id),
  CONSTRAINT hand_overs_audit_fk FOREIGN KEY (council, audit_id) REFERENCES audits (council, audit_id)
);

-- Examples of good practice that were shared with the team (AUDIT-13).
CREATE TABLE shared_examples (
  council TEXT NOT NULL,
  audit_id TEXT NOT NULL,
  section TEXT NOT NULL,
  by_person TEXT NOT NULL,
  on_day TEXT NOT NULL,
  CONSTRAINT shared_examples_pk PRIMARY KEY (council, audit_id, section),
  CONSTRAINT shared_examples_audit_fk FOREIGN KEY (council, audit_id) REFERENCES audits (council, audit_id)
);

-- What the QA lead writes beside a report, until it is published and after.
CREATE TABLE report_commentary (
  council TEXT NOT NULL,
  report TEXT NOT NULL,
  ask TEXT NOT NULL,
  section TEXT NOT NULL,
  text TEXT NOT NULL,
  edited_by TEXT NOT NULL,
  edited_at TEXT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT report_commentary_pk PRIMARY KEY (council, report, ask, section)
);

-- Reports as published, for ever.
CREATE TABLE publications (
  council TEXT NOT NULL,
  publication_id TEXT NOT NULL,
  report TEXT NOT NULL,
  ask TEXT NOT NULL,
  number BIGINT NOT NULL,
  title TEXT NOT NULL,
  caption TEXT NOT NULL,
  model TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  reason TEXT NOT NULL,
  published_by TEXT NOT NULL,
  published_at TEXT NOT NULL,
  CONSTRAINT publications_pk PRIMARY KEY (council, publication_id),
  CONSTRAINT publications_number_unique UNIQUE (council, report, ask, number)
);
CREATE INDEX publications_by_time ON publications (council, published_at);

CREATE TABLE journal (
  council TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  before_state TEXT NOT NULL,
  after_state TEXT NOT NULL,
  request_id TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  CONSTRAINT journal_pk PRIMARY KEY (council, sequence)
);
CREATE INDEX journal_by_subject ON journal (council, subject_kind, subject_id);

-- The journal's last line: where the chain goes on, and how a cut tail is noticed.
CREATE TABLE journal_heads (
  council TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  hash TEXT NOT NULL,
  CONSTRAINT journal_heads_pk PRIMARY KEY (council)
);

CREATE TABLE outbox (
  council TEXT NOT NULL,
  message_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  calendar TEXT NOT NULL,
  created_at TEXT NOT NULL,
  not_before TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  sent_at TEXT,
  last_error TEXT NOT NULL,
  urgent BOOLEAN NOT NULL,
  refused_at TEXT,
  CONSTRAINT outbox_pk PRIMARY KEY (council, message_id)
);
CREATE INDEX outbox_waiting ON outbox (council, sent_at, not_before);
CREATE INDEX outbox_by_day ON outbox (council, created_at);

CREATE TABLE users (
  council TEXT NOT NULL,
  user_id TEXT NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  person_id TEXT,
  password_hash TEXT NOT NULL,
  disabled BOOLEAN NOT NULL,
  failed_attempts BIGINT NOT NULL,
  locked_until TEXT,
  last_signed_in_at TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT users_pk PRIMARY KEY (council, user_id),
  CONSTRAINT users_email_unique UNIQUE (email)
);

-- Tokens of the API, each for one user and no more than that user may see. The token itself is never kept.
CREATE TABLE api_tokens (
  council TEXT NOT NULL,
  token_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  name TEXT NOT NULL,
  token_sha256 TEXT NOT NULL,
  scopes TEXT NOT NULL,
  made_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT,
  revoked_by TEXT,
  last_used_at TEXT,
  CONSTRAINT api_tokens_pk PRIMARY KEY (council, token_id),
  CONSTRAINT api_tokens_sha256_unique UNIQUE (council, token_sha256),
  CONSTRAINT api_tokens_user_fk FOREIGN KEY (council, user_id) REFERENCES users (council, user_id)
);
CREATE INDEX api_tokens_by_user ON api_tokens (council, user_id);

CREATE TABLE grants (
  council TEXT NOT NULL,
  user_id TEXT NOT NULL,
  role TEXT NOT NULL,
  scope TEXT NOT NULL,
  value TEXT NOT NULL,
  CONSTRAINT grants_pk PRIMARY KEY (council, user_id, role, scope, value),
  CONSTRAINT grants_user_fk FOREIGN KEY (council, user_id) REFERENCES users (council, user_id)
);

CREATE TABLE dismissed_advice (
  council TEXT NOT NULL,
  user_id TEXT NOT NULL,
  rule TEXT NOT NULL,
  CONSTRAINT dismissed_advice_pk PRIMARY KEY (council, user_id, rule),
  CONSTRAINT dismissed_advice_user_fk FOREIGN KEY (council, user_id) REFERENCES users (council, user_id)
);

-- The secret address at which a person's calendar program reads the month (CAL-7): its SHA-256 alone.
CREATE TABLE calendar_feeds (
  council TEXT NOT NULL,
  user_id TEXT NOT NULL,
  secret_sha256 TEXT NOT NULL,
  made_at TEXT NOT NULL,
  last_read_at TEXT,
  CONSTRAINT calendar_feeds_pk PRIMARY KEY (council, user_id),
  CONSTRAINT calendar_feeds_secret_once UNIQUE (council, secret_sha256),
  CONSTRAINT calendar_feeds_user_fk FOREIGN KEY (council, user_id) REFERENCES users (council, user_id)
);

CREATE TABLE sessions (
  token_sha256 TEXT NOT NULL,
  council TEXT NOT NULL,
  user_id TEXT NOT NULL,
  created_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  CONSTRAINT sessions_pk PRIMARY KEY (token_sha256)
);
CREATE INDEX sessions_by_user ON sessions (council, user_id);

-- Meetings about a programme's month, of the whole council (locality '') or of one locality (MEET-1, MEET-2).
CREATE TABLE meetings (
  council TEXT NOT NULL,
  meeting_id TEXT NOT NULL,
  programme TEXT NOT NULL,
  period TEXT NOT NULL,
  locality TEXT NOT NULL,
  held_on TEXT NOT NULL,
  moved_reason TEXT NOT NULL,
  starts_at BIGINT,
  place TEXT NOT NULL,
  state TEXT NOT NULL,
  calls BIGINT NOT NULL,
  minutes TEXT NOT NULL,
  next_theme TEXT NOT NULL,
  next_theme_title TEXT NOT NULL,
  closed_at TEXT,
  closed_by TEXT,
  version BIGINT NOT NULL,
  CONSTRAINT meetings_pk PRIMARY KEY (council, meeting_id),
  CONSTRAINT meetings_once UNIQUE (council, programme, period, locality)
);

CREATE TABLE meeting_people (
  council TEXT NOT NULL,
  meeting_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  position BIGINT NOT NULL,
  attendance TEXT NOT NULL,
  CONSTRAINT meeting_people_pk PRIMARY KEY (council, meeting_id, person_id),
  CONSTRAINT meeting_people_meeting_fk FOREIGN KEY (council, meeting_id) REFERENCES meetings (council, meeting_id)
);

-- What was said: of a case (subject is the audit) or of an item of the agenda (subject is its words).
CREATE TABLE meeting_notes (
  council TEXT NOT NULL,
  meeting_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  position BIGINT NOT NULL,
  note TEXT NOT NULL,
  CONSTRAINT meeting_notes_pk PRIMARY KEY (council, meeting_id, kind, subject),
  CONSTRAINT meeting_notes_meeting_fk FOREIGN KEY (council, meeting_id) REFERENCES meetings (council, meeting_id)
);

CREATE TABLE meeting_decisions (
  council TEXT NOT NULL,
  decision_id TEXT NOT NULL,
  meeting_id TEXT NOT NULL,
  decision TEXT NOT NULL,
  owner TEXT,
  due_on TEXT,
  state TEXT NOT NULL,
  outcome TEXT NOT NULL,
  settled_at TEXT,
  settled_by TEXT,
  created_at TEXT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT meeting_decisions_pk PRIMARY KEY (council, decision_id),
  CONSTRAINT meeting_decisions_meeting_fk FOREIGN KEY (council, meeting_id) REFERENCES meetings (council, meeting_id)
);
CREATE INDEX meeting_decisions_by_meeting ON meeting_decisions (council, meeting_id);

-- Performance figures beside the audits (MEET-2), in thousandths of their unit; locality '' is the whole council.
CREATE TABLE measures (
  council TEXT NOT NULL,
  measure TEXT NOT NULL,
  period TEXT NOT NULL,
  locality TEXT NOT NULL,
  value BIGINT NOT NULL,
  unit TEXT NOT NULL,
  target BIGINT,
  entered_by TEXT NOT NULL,
  entered_at TEXT NOT NULL,
  CONSTRAINT measures_pk PRIMARY KEY (council, measure, period, locality)
);

-- Who agreed that a programme drawn when needed is drawn, on what and how much (CAL-5).
CREATE TABLE agreements (
  council TEXT NOT NULL,
  agreement_id TEXT NOT NULL,
  programme TEXT NOT NULL,
  period TEXT NOT NULL,
  theme TEXT NOT NULL,
  cohort TEXT NOT NULL,
  source TEXT NOT NULL,
  size BIGINT NOT NULL,
  answers TEXT NOT NULL,
  agreed_by TEXT NOT NULL,
  agreed_as TEXT NOT NULL,
  agreed_on TEXT NOT NULL,
  recorded_by TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT agreements_pk PRIMARY KEY (council, agreement_id),
  CONSTRAINT agreements_once UNIQUE (council, programme, period)
);

-- Thematic practice reviews (MEET-3), one a programme and period.
CREATE TABLE reviews (
  council TEXT NOT NULL,
  review_id TEXT NOT NULL,
  programme TEXT NOT NULL,
  period TEXT NOT NULL,
  theme TEXT NOT NULL,
  cohort TEXT NOT NULL,
  venue TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  days BIGINT NOT NULL,
  lead TEXT,
  notice_sent_at TEXT,
  feedback_on TEXT,
  feedback TEXT NOT NULL,
  report TEXT NOT NULL,
  created_at TEXT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT reviews_pk PRIMARY KEY (council, review_id),
  CONSTRAINT reviews_once UNIQUE (council, programme, period)
);

CREATE TABLE review_recommendations (
  council TEXT NOT NULL,
  recommendation_id TEXT NOT NULL,
  review_id TEXT NOT NULL,
  position BIGINT NOT NULL,
  recommendation TEXT NOT NULL,
  theme_id TEXT,
  CONSTRAINT review_recommendations_pk PRIMARY KEY (council, recommendation_id),
  CONSTRAINT review_recommendations_review_fk FOREIGN KEY (council, review_id) REFERENCES reviews (council, review_id)
);
CREATE INDEX review_recommendations_by_review ON review_recommendations (council, review_id);

-- Steps that were taken: of the approval route (kind `approved`) or of the dissemination (`shared`).
CREATE TABLE review_steps (
  council TEXT NOT NULL,
  review_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  step TEXT NOT NULL,
  position BIGINT NOT NULL,
  by_person TEXT NOT NULL,
  at TEXT NOT NULL,
  note TEXT NOT NULL,
  CONSTRAINT review_steps_pk PRIMARY KEY (council, review_id, kind, step),
  CONSTRAINT review_steps_review_fk FOREIGN KEY (council, review_id) REFERENCES reviews (council, review_id)
);

-- Service-level themes of the rolling plan (ACT-5). Evidence says which judgements are counted, never how many.
CREATE TABLE themes (
  council TEXT NOT NULL,
  theme_id TEXT NOT NULL,
  title TEXT NOT NULL,
  what TEXT NOT NULL,
  locality TEXT NOT NULL,
  service_area TEXT NOT NULL,
  lead TEXT,
  state TEXT NOT NULL,
  impact_from TEXT,
  came_from TEXT NOT NULL,
  came_from_id TEXT,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  closed_at TEXT,
  closed_why TEXT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT themes_pk PRIMARY KEY (council, theme_id)
);

CREATE TABLE theme_evidence (
  council TEXT NOT NULL,
  theme_id TEXT NOT NULL,
  position BIGINT NOT NULL,
  programme TEXT NOT NULL,
  section TEXT NOT NULL,
  kind TEXT NOT NULL,
  from_period TEXT NOT NULL,
  to_period TEXT NOT NULL,
  CONSTRAINT theme_evidence_pk PRIMARY KEY (council, theme_id, position),
  CONSTRAINT theme_evidence_theme_fk FOREIGN KEY (council, theme_id) REFERENCES themes (council, theme_id)
);

CREATE TABLE theme_actions (
  council TEXT NOT NULL,
  action_id TEXT NOT NULL,
  theme_id TEXT NOT NULL,
  text TEXT NOT NULL,
  owner TEXT,
  due_on TEXT,
  link TEXT NOT NULL,
  state TEXT NOT NULL,
  outcome TEXT NOT NULL,
  settled_at TEXT,
  settled_by TEXT,
  created_at TEXT NOT NULL,
  version BIGINT NOT NULL,
  CONSTRAINT theme_actions_pk PRIMARY KEY (council, action_id),
  CONSTRAINT theme_actions_theme_fk FOREIGN KEY (council, theme_id) REFERENCES themes (council, theme_id)
);
CREATE INDEX theme_actions_by_theme ON theme_actions (council, theme_id);
CREATE INDEX theme_actions_by_owner ON theme_actions (council, owner, state);
