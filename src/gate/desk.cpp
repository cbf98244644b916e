#include "gate/desk.h"

#include <ctime>

#include "base/text.h"
#include "gate/answer.h"
#include "model/default_registry.h"
#include "registry/version_document.h"

namespace cordon::gate {
namespace {

constexpr std::uint32_t kRetrySeconds = 5;
constexpr std::size_t kMostHostBytes = 255;

std::int64_t now() { return std::time(nullptr); }

std::string without_slash(std::string_view base) {
  return std::string(base.ends_with('/') ? base.substr(0, base.size() - 1) : base);
}

}  // namespace

Desk::Desk(const GateOptions& options, const Upstreams& upstreams, Packages& packages, Archives& archives,
           Ledger& ledger, net::Fetcher& fetcher, WorkPool& pool)
    : options_(options), upstreams_(upstreams), packages_(packages), archives_(archives), ledger_(ledger),
      fetcher_(fetcher), pool_(pool) {}

void Desk::request(net::HttpRequest&& request, net::HttpReply reply) {
  const auto client = std::make_shared<Waiting>(std::move(request), std::move(reply));
  const Result<registry::Route> route = registry::route_of(client->request.method, client->request.target);
  if (!route) return client->answer(http_of(registry::bad_request(route.error().message)));
  if (!route->name.empty() && upstreams_.of(route->name) == nullptr)
    return refuse(client, route->name, {}, kPrivateName,
                  "the name is private, and no registry of yours is named for it (gate.scopes)");
  const gate::Client kind = client_of(client->request);
  switch (route->kind) {
    case registry::RouteKind::packument: return document(client, *route, kind);
    case registry::RouteKind::tarball: return archive(client, *route);
    case registry::RouteKind::version:
    case registry::RouteKind::dist_tags: return from_document(client, *route, kind);
    case registry::RouteKind::ping: return client->answer(json_answer("{}\n"));
    case registry::RouteKind::attestations:
    case registry::RouteKind::keys:
    case registry::RouteKind::search:
    case registry::RouteKind::audit_bulk:
    case registry::RouteKind::audit_quick: return pass_on(client, *route);
    case registry::RouteKind::refused: break;
  }
  ++refused_;
  client->answer(http_of(registry::forbidden_route(route->reason)));
}

void Desk::document(const Client& client, const registry::Route& route, gate::Client kind) {
  const Flavour flavour = flavour_of(client->request, kind, upstreams_.of(route.name));
  const auto done = [this, client, kind, name = route.name](const Result<Body>& body) {
    if (!body) {
      ++failed_;
      return client->answer(error_answer(name, {}, body.error()));
    }
    net::HttpResponse response = document_answer(client->request, *body, kind.coding);
    ++(response.status == 304 ? unchanged_ : served_documents_);
    client->answer(std::move(response));
  };
  if (const auto package = packages_.at_hand(route.name, now()))
    if (auto body = package->at_hand(flavour, kind.coding)) return done(std::move(*body));
  wait_for(client, route.name, {});
  const std::string key = route.name + '\n' + std::to_string(static_cast<int>(flavour.form)) +
                          (flavour.restrictions ? "r" : "-") + std::to_string(static_cast<int>(kind.coding)) +
                          flavour.base;
  if (!documents_.join(key, done)) return;
  const bool is_taken = pool_.post([this, key, flavour, coding = kind.coding, name = route.name] {
    const auto work = [&]() -> Result<Body> {
      const std::int64_t at = now();
      return packages_.body(TRY(packages_.load(name, at)), flavour, coding, at);
    };
    documents_.land(key, work());
  });
  if (!is_taken) documents_.land(key, fail(ErrorCode::unavailable, "too much waits already"));
}

void Desk::archive(const Client& client, const registry::Route& route) {
  if (const auto package = packages_.at_hand(route.name, now())) return hand_out(client, package, route);
  wait_for(client, route.name, {});
  const auto done = [this, client, route](const Named& package) {
    if (package) return hand_out(client, *package, route);
    ++failed_;
    client->answer(error_answer(route.name, {}, package.error()));
  };
  if (!packages_in_flight_.join(route.name, done)) return;
  const bool is_taken = pool_.post([this, name = route.name] {
    const auto work = [&]() -> Named { return TRY(packages_.load(name, now())).package; };
    packages_in_flight_.land(name, work());
  });
  if (!is_taken) packages_in_flight_.land(route.name, fail(ErrorCode::unavailable, "too much waits already"));
}

// Which release it is says the document that lists the address, never the name of the file. Where several could be
// meant, all must be allowed.
void Desk::hand_out(const Client& client, const std::shared_ptr<const Package>& package, const registry::Route& route) {
  const std::vector<std::uint32_t> meant = package->of_file(route.file);
  if (meant.empty()) return client->answer(http_of(registry::not_found(route.name, route.file)));
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
  const bool is_taken = pool_.post([this, key, package, release, agent] {
    const Result<Handed> handed = archives_.load(*package, release);
    if (handed) {
      // Written down before anybody hears of it.
      const Examined& examined = handed->examined;
      (void)ledger_.add_decision(
          {0, now(), package->name(), release.version, !handed->blob, examined.rule, examined.reason, agent});
      // Documents that name it are made anew, so that clients that can choose take another.
      if (examined.blocks) packages_.forget(package->name());
    }
    archives_in_flight_.land(key, handed);
  });
  if (!is_taken) archives_in_flight_.land(key, fail(ErrorCode::unavailable, "too much waits already"));
}

void Desk::answer_handed(const Client& client, const Package& package, const Release& release,
                         const Result<Handed>& handed) {
  if (!handed) {
    ++failed_;
    return client->answer(error_answer(package.name(), release.version, handed.error()));
  }
  if (!handed->blob)
    return refuse(client, package.name(), release.version, handed->examined.rule, handed->examined.reason);
  ++served_archives_;
  client->answer(archive_answer(client->request, *handed->blob, release.integrity));
}

// One version, or the tags: small answers by the same decisions.
void Desk::from_document(const Client& client, const registry::Route& route, gate::Client kind) {
  const bool is_taken = pool_.post([this, client, route, kind] {
    const auto work = [&]() -> Result<net::HttpResponse> {
      const Loaded loaded = TRY(packages_.load(route.name, now()));
      const std::string text = loaded.text.empty() ? TRY(packages_.text_of(*loaded.package)) : loaded.text;
      const registry::Packument packument = TRY(registry::read_packument(text));
      const std::vector<registry::Decision> decisions = loaded.package->decisions();
      if (route.kind == registry::RouteKind::dist_tags)
        return json_answer(registry::filtered_tags(packument, decisions));
      const Flavour flavour = flavour_of(client->request, kind, &loaded.package->upstream());
      registry::VersionAnswer answer = registry::version_document(
          packument, decisions, route.version, {flavour.form, flavour.base, registry::Restrictions::none, now()});
      if (answer.standing == registry::Standing::listed) return json_answer(std::move(answer.text));
      if (answer.standing == registry::Standing::absent) return http_of(registry::not_found(route.name, route.version));
      const Release& release = loaded.package->releases()[answer.index];
      ++refused_;
      return held_answer(route.name, release.version, release.judged.rule, release.judged.reason);
    };
    auto response = work();
    if (!response) ++failed_;
    client->answer(response ? std::move(*response) : error_answer(route.name, route.version, response.error()));
  });
  if (!is_taken) busy(client);
}

void Desk::refuse(const Client& client, std::string_view name, std::string_view version, std::string_view rule,
                  std::string_view reason) {
  ++refused_;
  client->answer(held_answer(name, version, rule, reason));
  const StoredDecision decision{0,
                                now(),
                                std::string(name),
                                std::string(version),
                                true,
                                std::string(rule),
                                std::string(reason),
                                std::string(to_string(client_of(client->request).kind))};
  (void)pool_.post([this, decision] { (void)ledger_.add_decision(decision); });
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
    while (!late_.empty() && (late_.front().at <= at || late_.front().client.expired()))
      over.splice(over.end(), late_, late_.begin());
  }
  for (const Late& one : over)
    if (const Client client = one.client.lock())
      client->answer(http_of(registry::not_yet(one.name, one.version, kRetrySeconds)));
}

// npm takes the public registry's address in a document for the registry that it is told, so that no lockfile learns
// the gate's; others write down and ask what they read.
Flavour Desk::flavour_of(const net::HttpRequest& request, gate::Client kind, const Upstream* upstream) const {
  Flavour out;
  out.form = kind.form;
  out.restrictions = kind.kind == ClientKind::npm;
  const bool rehomes = kind.kind == ClientKind::npm && upstream != nullptr && upstream->is_public;
  out.base = rehomes ? without_slash(model::default_registry("npm")) : own_base(request);
  return out;
}

std::string Desk::own_base(const net::HttpRequest& request) const {
  if (!options_.public_base.empty()) return options_.public_base;
  const std::string_view host = request.header("host").substr(0, kMostHostBytes);
  return (request.is_tls ? "https://" : "http://") + std::string(host);
}

GateCounts Desk::counts() const { return {served_documents_, served_archives_, refused_, unchanged_, failed_}; }

}  // namespace cordon::gate
