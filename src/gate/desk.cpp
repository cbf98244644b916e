#include "gate/desk.h"

#include <algorithm>
#include <ctime>

#include "base/text.h"
#include "gate/answer.h"
#include "gate/own_name.h"
#include "registry/version_document.h"

namespace cordon::gate {
namespace {

constexpr std::uint32_t kRetrySeconds = 5;
constexpr std::size_t kMostHostBytes = 255;
constexpr std::int64_t kSaidOnce = 60;  // seconds in which the same refusal is written down once
constexpr std::size_t kMostWritten = 10'000;
constexpr std::uint32_t kJustAsked = 5;  // seconds: what is not there then is not there
constexpr std::string_view kNobodyToAsk =
    "the name is private, and no registry of your own is named for it: give its scope one in gate.scopes, or declare "
    "its registry's host in private.hosts";

std::int64_t now() { return std::time(nullptr); }

// Of what is not in a document that stands in: it may be newer.
Error not_confirmed() {
  Error out;
  out.code = ErrorCode::unavailable;
  out.message = "the registry does not answer, and what it said last does not have it";
  return out;
}

// What makes two decisions the same to whoever reads them.
std::string key_of(const StoredDecision& decision) {
  return decision.name + '\n' + decision.version + '\n' + decision.client +
         (decision.held ? "\nheld\n" : "\npassed\n") + decision.rule + '\n' + decision.reason;
}

}  // namespace

Desk::Desk(const GateOptions& options, const Upstreams& upstreams, Packages& packages, Archives& archives,
           net::Fetcher& fetcher, WorkPool& pool, const Witnesses& witnesses)
    : options_(options), upstreams_(upstreams), packages_(packages), archives_(archives), fetcher_(fetcher),
      pool_(pool), witnesses_(witnesses) {}

void Waiting::answer(net::HttpResponse response, std::string_view version) {
  if (is_answered_.exchange(true)) return;
  witnesses_.metrics.answered(route.kind, response.status, net::size_of(response.body),
                              std::chrono::steady_clock::now() - since_);
  if (!route.name.empty() && upstream_ != nullptr)
    witnesses_.journal.asked(
        {route.name, version.empty() ? route.version : std::string(version), route.kind == registry::RouteKind::tarball,
         response.status, to_string(client_of(request).kind), request.peer},
        *upstream_);
  reply_.send(std::move(response));
}

void Desk::request(net::HttpRequest&& request, net::HttpReply reply) {
  Result<registry::Route> route = registry::route_of(request.method, request.target);
  const Upstream* const upstream = route && !route->name.empty() ? upstreams_.of(route->name) : nullptr;
  const auto client = std::make_shared<Waiting>(std::move(request), std::move(reply),
                                                route ? std::move(*route) : registry::Route{}, upstream, witnesses_);
  if (const std::string why = why_not_meant(options_, client->request.header("host"), client->request.header("origin"));
      !why.empty())
    return client->answer(misdirected_answer(why));
  if (!route) return client->answer(http_of(registry::bad_request(route.error().message)));
  if (!client->route.name.empty() && upstream == nullptr)
    return refuse(client, client->route.name, {}, kPrivateName, kNobodyToAsk);
  const gate::Client kind = client_of(client->request);
  switch (client->route.kind) {
    case registry::RouteKind::packument: return document(client, kind);
    case registry::RouteKind::tarball: return archive(client);
    case registry::RouteKind::version:
    case registry::RouteKind::dist_tags: return from_document(client, kind);
    case registry::RouteKind::ping: return client->answer(json_answer("{}\n"));
    case registry::RouteKind::attestations:
    case registry::RouteKind::keys:
    case registry::RouteKind::search:
    case registry::RouteKind::audit_bulk:
    case registry::RouteKind::audit_quick: return pass_on(client);
    case registry::RouteKind::refused: break;
  }
  client->answer(http_of(registry::forbidden_route(client->route.reason)));
}

void Desk::document(const Client& client, gate::Client kind) {
  const registry::Route& route = client->route;
  const Flavour flavour = flavour_of(client->request, kind, upstreams_.of(route.name));
  const auto done = [this, client, kind](const Result<Body>& body) {
    if (!body) return failed(client, client->route.name, {}, body.error());
    client->answer(document_answer(client->request, *body, kind.coding));
  };
  if (const auto package = packages_.at_hand(route.name, now()))
    if (auto body = package->at_hand(flavour, kind.coding)) return done(std::move(*body));
  wait_for(client, route.name, {});
  const std::string key = route.name + '\n' + std::to_string(static_cast<int>(flavour.form)) +
                          (flavour.restrictions ? "r" : "-") + (flavour.rehomes ? "h" : "-") +
                          std::to_string(static_cast<int>(kind.coding)) + flavour.base;
  if (!documents_.join(key, done)) return;
  const bool is_taken =
      pool_.post(lane_of(upstreams_.of(route.name)), [this, key, flavour, coding = kind.coding, name = route.name] {
        const auto work = [&]() -> Result<Body> {
          const std::int64_t at = now();
          return packages_.body(TRY(packages_.load(name, at)), flavour, coding, at);
        };
        documents_.land(key, work());
      });
  if (!is_taken) documents_.land(key, fail(ErrorCode::unavailable, "too much waits already"));
}

void Desk::archive(const Client& client) {
  const registry::Route& route = client->route;
  if (const auto package = packages_.at_hand(route.name, now())) return hand_out(client, package, nullptr);
  wait_for(client, route.name, {});
  load(client, options_.fresh_seconds);
}

// Hands out by what the registry said at most so many seconds ago.
void Desk::load(const Client& client, std::uint32_t fresh_seconds) {
  const std::string name = client->route.name, key = std::to_string(fresh_seconds) + ' ' + name;
  const bool is_asked_anew = fresh_seconds <= kJustAsked;
  const auto done = [this, client, is_asked_anew](const Result<Loaded>& loaded) {
    if (!loaded) return failed(client, client->route.name, {}, loaded.error());
    hand_out(client, loaded->package, is_asked_anew ? &*loaded : nullptr);
  };
  if (!packages_in_flight_.join(key, done)) return;
  const bool is_taken = pool_.post(lane_of(upstreams_.of(name)), [this, name, key, fresh_seconds] {
    packages_in_flight_.land(key, packages_.load(name, now(), fresh_seconds));
  });
  if (!is_taken) packages_in_flight_.land(key, fail(ErrorCode::unavailable, "too much waits already"));
}

// Which release it is says the document that lists the address, never the name of the file. Where several could be
// meant, all must be allowed. `asked_anew`: what it was loaded by, where it was for this; else null.
void Desk::hand_out(const Client& client, const std::shared_ptr<const Package>& package, const Loaded* asked_anew) {
  const registry::Route& route = client->route;
  const std::vector<std::uint32_t> meant = package->of_file(route.file);
  if (meant.empty()) {
    if (asked_anew != nullptr && asked_anew->stands_in) return failed(client, route.name, {}, not_confirmed());
    if (asked_anew != nullptr) return client->answer(http_of(registry::not_found(route.name, route.file)));
    wait_for(client, route.name, {});
    return load(client, kJustAsked);
  }
  for (const std::uint32_t index : meant) {
    const Release& release = package->releases()[index];
    if (release.judged.held && !options_.observe)
      return refuse(client, route.name, release.version, release.judged.rule, release.judged.reason);
  }
  const Release& release = package->releases()[meant.front()];
  for (const std::uint32_t index : meant)
    if (package->releases()[index].integrity != release.integrity)
      return refuse(client, route.name, release.version, kUnreadableEntry,
                    "the registry lists several archives by the name " + route.file);
  if (const auto handed = archives_.at_hand(*package, release))
    return answer_handed(client, *package, release, *handed);
  examine(client, package, release);
}

void Desk::examine(const Client& client, const std::shared_ptr<const Package>& package, const Release& release) {
  wait_for(client, package->name(), release.version);
  const std::string key = package->name() + '\n' + release.version + '\n' + release.integrity;
  const auto done = [this, client, package, release](const Result<Handed>& handed) {
    answer_handed(client, *package, release, handed);
  };
  if (!archives_in_flight_.join(key, done)) return;
  const std::string agent(to_string(client_of(client->request).kind));
  const bool is_taken = pool_.post(lane_of(&package->upstream()), [this, key, package, release, agent] {
    const Result<Handed> handed = archives_.load(*package, release);
    // Documents that name it are made anew, so that clients that can choose take another.
    if (handed && handed->examined.blocks) packages_.forget(package->name());
    const auto land = [this, key, package, release, handed] {
      if (handed) archives_.keep_at_hand(*package, release, *handed);
      archives_in_flight_.land(key, handed);
    };
    // Each client that is refused has that written down.
    if (!handed || !handed->blob) return land();
    const bool is_observed = release.judged.held || (handed->examined.blocks && options_.observe);
    const StoredDecision decision = passed(*package, release, handed->examined, agent);
    if (is_written_lately(decision)) return land();
    const bool is_written =
        witnesses_.scribe.write(decision, is_observed, [this, key, land, decision](const Result<void>& written) {
          if (!written) return archives_in_flight_.land(key, std::unexpected(written.error()));
          note_written(decision);
          land();
        });
    if (!is_written) archives_in_flight_.land(key, fail(ErrorCode::unavailable, "too much waits already"));
  });
  if (!is_taken) archives_in_flight_.land(key, fail(ErrorCode::unavailable, "too much waits already"));
}

// That a release is handed out, and what speaks against it: what a gate that only observes would hold it for, what was
// waived, or what its archive was found to do.
StoredDecision Desk::passed(const Package& package, const Release& release, const Examined& examined,
                            const std::string& agent) const {
  const Judged& judged = release.judged;
  StoredDecision out{0, now(), package.name(), release.version, false, examined.rule, examined.reason, agent};
  if (judged.held || judged.waiver != 0) {
    out.rule = judged.rule;
    out.reason = judged.reason;
  }
  if (judged.waiver != 0) out.reason = "waived (" + std::to_string(judged.waiver) + "): " + out.reason;
  else if (!judged.held && !out.rule.empty() && judged.is_lifted(out.rule)) out.reason = "waived: " + out.reason;
  return out;
}

void Desk::answer_handed(const Client& client, const Package& package, const Release& release,
                         const Result<Handed>& handed) {
  if (!handed) return failed(client, package.name(), release.version, handed.error());
  if (!handed->blob)
    return refuse(client, package.name(), release.version, handed->examined.rule, handed->examined.reason);
  client->answer(archive_answer(client->request, *handed->blob, handed->integrity), release.version);
}

// One version, or the tags: small answers by the same decisions.
void Desk::from_document(const Client& client, gate::Client kind) {
  wait_for(client, client->route.name, client->route.version);
  const bool is_taken = pool_.post(lane_of(upstreams_.of(client->route.name)), [this, client, kind] {
    Result<bool> done = answer_version(client, kind, options_.fresh_seconds);
    if (done && !*done) done = answer_version(client, kind, kJustAsked);
    if (!done) return failed(client, client->route.name, client->route.version, done.error());
    if (!*done) client->answer(http_of(registry::not_found(client->route.name, client->route.version)));
  });
  if (!is_taken) busy(client);
}

// False where there is no such version.
Result<bool> Desk::answer_version(const Client& client, gate::Client kind, std::uint32_t fresh_seconds) {
  const registry::Route& route = client->route;
  const Loaded loaded = TRY(packages_.load(route.name, now(), fresh_seconds));
  const std::string text = loaded.text.empty() ? TRY(packages_.text_of(*loaded.package)) : loaded.text;
  const registry::Packument packument = TRY(read_document(text));
  const std::vector<registry::Decision> decisions = loaded.package->decisions();
  if (route.kind == registry::RouteKind::dist_tags) {
    client->answer(json_answer(registry::filtered_tags(packument, decisions)));
    return true;
  }
  const Flavour flavour = flavour_of(client->request, kind, &loaded.package->upstream());
  registry::VersionAnswer answer = registry::version_document(
      packument, decisions, route.version, {flavour.form, flavour.base, registry::Restrictions::none, now()});
  const bool is_absent = answer.standing == registry::Standing::absent;
  if (is_absent && fresh_seconds <= kJustAsked && loaded.stands_in) return std::unexpected(not_confirmed());
  if (is_absent) return false;
  if (answer.standing == registry::Standing::listed) {
    client->answer(json_answer(std::move(answer.text)));
  } else {
    const Release& release = loaded.package->releases()[answer.index];
    refuse(client, route.name, release.version, release.judged.rule, release.judged.reason);
  }
  return true;
}

// Whoever runs the gate hears of it, too, but for names that there are not.
void Desk::failed(const Client& client, std::string_view name, std::string_view version, const Error& error) {
  if (error.code != ErrorCode::not_found) {
    const Upstream* const upstream = name.empty() ? upstreams_.any() : upstreams_.of(name);
    const std::string base = upstream == nullptr ? std::string() : upstream->base;
    witnesses_.notices.say(base + ' ' + std::string(to_string(error.code)),
                           text::visible(name) + ": " + text::visible(error.describe()));
  }
  client->answer(error_answer(name, version, error), version);
}

// It is refused whether that can be written down or not.
void Desk::refuse(const Client& client, std::string_view name, std::string_view version, std::string_view rule,
                  std::string_view reason) {
  witnesses_.metrics.held(rule);
  StoredDecision decision{0,
                          now(),
                          std::string(name),
                          std::string(version),
                          true,
                          std::string(rule),
                          std::string(reason),
                          std::string(to_string(client_of(client->request).kind))};
  const auto answer = [client](const StoredDecision& held) {
    client->answer(held_answer(held.name, held.version, held.rule, held.reason), held.version);
  };
  // A client that asks again and again would push out what else is remembered.
  if (is_written_lately(decision)) return answer(decision);
  const auto then = [this, answer, decision](const Result<void>& written) {
    if (written) note_written(decision);
    else
      witnesses_.notices.say("decisions",
                             "a decision cannot be written down: " + text::visible(written.error().describe()));
    answer(decision);
  };
  if (!witnesses_.scribe.write(std::move(decision), true, then)) busy(client);
}

bool Desk::is_written_lately(const StoredDecision& decision) const {
  const std::lock_guard guard(mutex_);
  const auto found = written_.find(key_of(decision));
  return found != written_.end() && decision.at - found->second < kSaidOnce && decision.at >= found->second;
}

void Desk::note_written(const StoredDecision& decision) {
  const std::lock_guard guard(mutex_);
  if (written_.size() >= kMostWritten) written_.clear();
  written_[key_of(decision)] = decision.at;
}

void Desk::busy(const Client& client) { client->answer(http_of(registry::not_yet({}, {}, kRetrySeconds))); }

void Desk::wait_for(const Client& client, std::string_view name, std::string_view version) {
  const auto at = std::chrono::steady_clock::now() + std::chrono::seconds(options_.wait_seconds);
  const std::lock_guard guard(mutex_);
  late_.push_back({at, client, std::string(name), std::string(version)});
}

void Desk::send_away() {
  const auto at = std::chrono::steady_clock::now();
  std::list<Late> over;
  {
    const std::lock_guard guard(mutex_);
    // They came in the order in which their time ends.
    while (!late_.empty() && late_.front().at <= at) over.splice(over.end(), late_, late_.begin());
    late_.remove_if([](const Late& one) { return one.client.expired(); });
  }
  for (const Late& one : over)
    if (const Client client = one.client.lock())
      client->answer(http_of(registry::not_yet(one.name, one.version, kRetrySeconds)));
}

// npm takes the public registry's address in a document for the registry that it is told, so that no lockfile learns
// the gate's; others write down and ask what they read. Behind a gate for one command npm, too, where that is not what
// the registry's own documents have: the lockfile is put right when the command has ended.
Flavour Desk::flavour_of(const net::HttpRequest& request, gate::Client kind, const Upstream* upstream) const {
  Flavour out;
  out.form = kind.form;
  out.restrictions = kind.kind == ClientKind::npm;
  out.rehomes = kind.kind == ClientKind::npm;
  // What a scope's own registry has the public one does not: a lockfile must not send anybody there.
  const bool is_everybodys = upstream != nullptr && upstream->is_public && upstream->scope.empty();
  const bool is_known = upstream != nullptr && upstream->registry.class_ != model::RegistryClass::unknown;
  const bool is_public = is_everybodys && (is_known || !options_.for_one_command);
  out.base = out.rehomes && is_public ? public_base() : own_base(request);
  return out;
}

std::string Desk::own_base(const net::HttpRequest& request) const {
  if (!options_.public_base.empty()) return options_.public_base;
  const std::string_view host = request.header("host").substr(0, kMostHostBytes);
  return (request.is_tls ? "https://" : "http://") + std::string(host);
}

std::size_t Desk::waiting() const {
  const std::lock_guard guard(mutex_);
  return static_cast<std::size_t>(
      std::count_if(late_.begin(), late_.end(), [](const Late& one) { return !one.client.expired(); }));
}

}  // namespace cordon::gate
