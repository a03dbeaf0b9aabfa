#include "app/mail/usual_letters.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "app/audit/letters.hpp"
#include "domain/framework/programme_days.hpp"

namespace plumbline::app {
namespace {

struct Usual {
  std::string_view key;
  std::string_view title;
  std::string_view to;
  std::string_view subject;
  std::string_view body;
};

constexpr std::array kUsual{
    Usual{"audit-sent", "An audit goes to its auditor", "the auditor", "Audit {reference} is ready for you",
          "{reference} has been given to you for {period}.\n\nReturn it by {due}. Read the file first, then meet the "
          "worker.\n\nSign in to Plumbline and open it from your home page. If you know the child or family, hand it "
          "back there."},
    Usual{"audit-to-prepare", "An audit is to be prepared", "who prepares it",
          "Audit {reference} is for you to prepare",
          "Write its prepared part by {due}, and say on its page when it is prepared. Then its auditor talks it over "
          "with the worker."},
    Usual{"audit-prepared", "An audit is prepared", "the auditor", "Audit {reference} is ready for the discussion",
          "Read the prepared part, meet the worker, and write down what you agreed."},
    Usual{
        "reminder-before", "Before the return day", "whom the framework’s reminders name",
        "Audit {reference} is due back on {due}",
        "Return it from your home page. If you cannot finish it, say so to the QA administrator, so that it can go to "
        "somebody else."},
    Usual{"reminder-after", "After the return day", "whom the framework’s reminders name",
          "Audit {reference} was due back on {due}",
          "It has not been returned by its auditor. Find out what stands in the way, or return it if it is yours."},
    Usual{"perspective-asked", "The worker’s own view is asked for", "the case worker",
          "Your view on audit {reference} is asked for by {due}",
          "One of your cases is being audited for {programme}. Before it is judged, tell the auditors how you see your "
          "work with it. You can save a draft and come back."},
    Usual{"conversation-booked", "A conversation is booked", "those who take part, with an invitation",
          "Conversation about audit {reference}",
          "A conversation about this audit is booked. The invitation with this letter has the time; ask for another if "
          "it does not suit."},
    Usual{"audit-handed-back", "An audit is handed back", "the QA administrator and the QA lead",
          "Audit {reference} was handed back",
          "Its auditor handed it back with a reason. Give it to somebody else, or exempt the case."},
    Usual{"audit-moderated", "An audit is moderated", "the auditor", "Audit {reference} was moderated",
          "Read what the moderator made of it."},
    Usual{"audit-returned", "The moderator asks for more", "the auditor", "Audit {reference} was sent back to you",
          "The moderator asks for more before it is final. Read the reason, change what is needed and return it "
          "again."},
    Usual{"audit-finished", "An audit is final", "the case worker and the supervising manager",
          "Audit {reference} is finished",
          "The audit of your work is finished. You can read what was found, what went well and what is to be done "
          "next."},
    Usual{"discussion-finished", "A discussion comes back", "who prepared it",
          "The discussion of audit {reference} is finished",
          "What was said and what is to be done now stands on its page. You can follow each action there until it is "
          "signed off."},
    Usual{"grade-alert", "A final grade alerts somebody", "whom the framework’s triggers name",
          "Audit {reference} needs your attention",
          "Audit {reference} was judged in a way that this council wants you to know of at once."},
    Usual{"hand-over-asked", "The note for the child’s record is ready", "who puts it there",
          "Put the note of audit {reference} on the record",
          "The audit is finished. Its note is ready to be put on the child’s record; say there when you have done it."},
    Usual{"action-given", "Actions are given", "the actions’ owners", "You have actions from audit {reference}",
          "Audit {reference} is finished and there are actions for you, each with the day it is due."},
    Usual{"action-overdue", "An action is overdue", "its owner and who signs it off",
          "An action from audit {reference} was due on {due}",
          "Say when it is done and where that can be seen, or ask for another day and say why."},
    Usual{"action-escalated", "An overdue action goes up the line", "whom the framework’s actions name",
          "An action from audit {reference} was due on {due}",
          "Its owner and their manager have been reminded, and it is still open. Find out what stands in the way."},
    Usual{"follow-up-opened", "A talk in supervision is asked for", "the supervising manager and the case worker",
          "Actions to agree after audit {reference}",
          "The audit asks for improvement. Manager and worker agree what is to be done, and the manager records the "
          "talk in supervision by {due}."},
    Usual{"follow-up-escalated", "A talk in supervision is not recorded in time", "whom the framework’s triggers name",
          "Not recorded in time: what was agreed after audit {reference}",
          "The talk in supervision was to be recorded by {due}. Find out what stands in the way."},
    Usual{"re-audit-planned", "A second audit is planned", "the new auditor, the worker and the manager",
          "Re-audit {reference} is planned", "A case that was audited before will be looked at again, by {due}."},
    Usual{"notice", "Notice to case holders", "the case worker", "Your case is part of {programme} in {period}",
          "One of your cases will be looked at for {programme} in {period}. Make sure that the file is up to date and "
          "that you can be reached; nothing else is needed now."},
    Usual{"meeting-called", "A meeting is called", "those who attend", "{programme}: meeting on {due}",
          "The meeting for {period} is on {due}. The agenda is in Plumbline."},
};

const Usual& find_usual(std::string_view key) {
  const auto found = std::ranges::find(kUsual, key, &Usual::key);
  if (found == kUsual.end()) throw std::out_of_range("no letter " + std::string(key));
  return *found;
}

}  // namespace

LetterWords usual_letter(std::string_view key) {
  const auto& usual = find_usual(key);
  return {std::string(usual.subject), std::string(usual.body)};
}

void post_letter(const AuditContext& context, base::Instant now, std::string_view key, const domain::Person& to,
                 const std::string& path, UnitOfWork& work, const std::string& facts) {
  auto words = letter_words(*context.framework, *context.programme, context.audit, to, key, usual_letter(key));
  if (!facts.empty()) words.body += "\n\n" + facts;
  post(work, now, key, to, std::move(words.subject), std::move(words.body), path);
}

std::vector<LetterPreview> preview_letters(const domain::Framework& framework, base::Day today) {
  std::vector<LetterPreview> previews;
  if (framework.programmes.empty()) return previews;
  const auto& programme = framework.programmes.front();
  domain::Audit audit;
  audit.period = base::period_of(today);
  audit.reference = framework.council.reference + "-" + base::iso(audit.period) + "-001";
  audit.due_on = domain::cycle_dates(programme, audit.period).return_by;
  domain::Person person;
  person.name = "Sam Example";
  for (const auto& usual : kUsual)
    previews.push_back({std::string(usual.key), std::string(usual.title), std::string(usual.to),
                        framework.find_letter(usual.key) != nullptr,
                        letter_words(framework, programme, audit, person, usual.key, usual_letter(usual.key))});
  return previews;
}

}  // namespace plumbline::app
