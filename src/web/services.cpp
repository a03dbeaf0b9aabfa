#include "web/services.hpp"

#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/user/users.hpp"

namespace plumbline::web {

Actors::Actors(app::Store& store, app::Frameworks& frameworks, const base::Clock& clock)
    : store_(store), frameworks_(frameworks), clock_(clock) {}

std::shared_ptr<const SignedIn> Actors::find(const std::string& council, const std::string& user) {
  const auto now = clock_.now();
  const auto key = std::pair(council, user);
  {
    const std::scoped_lock lock(mutex_);
    if (const auto found = kept_.find(key); found != kept_.end() && now - found->second.at < kActorTrust)
      return found->second.who;
  }
  auto reader = store_.read(council);
  const auto found = reader->users().find(app::UserId{user});
  if (!found || !app::may_sign_in(*found, reader->people())) return nullptr;
  auto framework = frameworks_.current(*reader);
  if (!framework) return nullptr;
  auto signed_in = std::make_shared<SignedIn>();
  signed_in->actor.council = council;
  signed_in->actor.user = found->id;
  signed_in->actor.person = found->person;
  signed_in->actor.name = found->name;
  signed_in->actor.grants = found->grants;
  signed_in->council_name = reader->councils().find()->name;
  signed_in->framework = std::move(*framework);
  const std::scoped_lock lock(mutex_);
  if (kept_.size() > 10'000) kept_.clear();
  kept_[key] = {signed_in, now};
  return signed_in;
}

void Actors::forget(const std::string& council, const std::string& user) {
  const std::scoped_lock lock(mutex_);
  kept_.erase(std::pair(council, user));
}

void Views::saw(const app::Actor& actor, const std::string& kind, const std::string& id) {
  const auto now = clock_.now();
  const auto key = actor.council + "\n" + actor.user.text() + "\n" + kind + "\n" + id;
  {
    const std::scoped_lock lock(mutex_);
    if (seen_.size() > 100'000) seen_.clear();
    if (const auto last = seen_.find(key); last != seen_.end() && now - last->second < kViewAgain) return;
  }
  auto work = store_.begin(actor.council);
  work->journal().append({now, actor.acting().text(), kind + "-viewed", kind, id, "", "", "", actor.request_id});
  if (const auto kept = work->commit(); !kept) throw base::Broken("the view could not be written to the journal");
  const std::scoped_lock lock(mutex_);
  seen_[key] = now;
}

std::shared_ptr<const Actors::NameBook> Actors::names_of(const std::string& council) {
  const auto now = clock_.now();
  {
    const std::scoped_lock lock(mutex_);
    if (const auto found = names_.find(council); found != names_.end() && now - found->second.second < kNamesKept)
      return found->second.first;
  }
  auto book = std::make_shared<NameBook>();
  for (auto& person : store_.read(council)->people().everyone())
    book->emplace(person.person_id, std::move(person.name));
  const std::scoped_lock lock(mutex_);
  names_[council] = {book, now};
  return book;
}

std::string Actors::name_of(const std::string& council, const domain::PersonId& person) {
  const auto book = names_of(council);
  const auto found = book->find(person);
  return found == book->end() ? person.text() : found->second;
}

const SignedIn& who(const Request& request) { return request.actor_as<SignedIn>(); }

int status_of(const base::Error& error) {
  switch (error.code) {
    case base::ErrorCode::NotFound:
      return 404;
    case base::ErrorCode::Forbidden:
      return 403;
    case base::ErrorCode::Invalid:
      return 422;
    case base::ErrorCode::RuleBroken:
      return 422;
    case base::ErrorCode::Stale:
      return 409;
  }
  return 500;
}

}  // namespace plumbline::web
