// What the gate asks registries for and gives on with little change: searches, audits, keys and attestations.
#include <algorithm>
#include <ctime>

#include "archive/inflate.h"
#include "base/json.h"
#include "base/percent.h"
#include "base/text.h"
#include "gate/answer.h"
#include "gate/desk.h"
#include "registry/version_document.h"

namespace cordon::gate {
namespace {

constexpr std::uint64_t kMostBytes = 16u << 20;
constexpr std::string_view kAudits = "audits";
constexpr unsigned kAuditsAtOnce = 3;
constexpr std::size_t kMostLookedUp = 20;  // documents for one search: what registries give to a page

// The body of a request as text; npm packs that of its audits.
Result<std::string> body_of(const net::HttpRequest& request) {
  const std::string_view coding = request.header("content-encoding");
  if (coding.empty() || coding == "identity") return request.body;
  if (coding == "gzip") return archive::gunzip(request.body, kMostBytes);
  return fail(ErrorCode::unsupported_format, "a body in the coding " + text::visible(coding));
}

bool is_object(const std::string& text) {
  const auto document = json::parse(text);
  return document && document->root().is_object();
}

// Objects of JSON, as one with the members of all.
Result<std::string> merged(const std::vector<std::string>& texts) {
  if (texts.size() == 1) return texts.front();
  std::string members;
  for (const std::string& text : texts) {
    const std::size_t first = text.find('{'), last = text.rfind('}');
    if (!TRY(json::parse(text)).root().is_object())
      return fail(ErrorCode::wrong_type, "an audit's answer is no object");
    const std::string_view inner = std::string_view(text).substr(first + 1, last - first - 1);
    if (inner.find_first_not_of(" \t\r\n") == std::string_view::npos) continue;
    members += (members.empty() ? "" : ",") + std::string(inner);
  }
  return "{" + members + "}";
}

}  // namespace

// What a registry answers, where it is JSON: a page of a proxy that wants a sign-in is none.
Result<std::string> Desk::ask(const Upstream& upstream, const std::string& target, std::optional<std::string> post) {
  net::FetchRequest request;
  request.url = upstream.base + target.substr(1);
  request.most_bytes = kMostBytes;
  request.authorization = upstream.authorization;
  request.is_plain = upstream.is_plain;
  request.headers = {"Accept: application/json"};
  if (post) request.headers.emplace_back("Content-Type: application/json");
  request.post = std::move(post);
  std::atomic<std::uint64_t> received{0};
  std::string text = TRY(fetcher_.fetch(request, received)).body;
  TRY(json::parse(text));
  return text;
}

// Each registry is asked about its own packages, and what they answer is put together. A scope's registry that knows of
// no audits, as many do, keeps nobody from the others' answers.
Result<std::string> Desk::audit(const Waiting& client) {
  const std::string body = TRY(body_of(client.request));
  std::vector<std::string> answers;
  for (const Upstream& one : upstreams_.all()) {
    const bool is_main = &one == upstreams_.any();
    const auto is_other = [&](std::string_view name) { return upstreams_.of(name) != &one; };
    registry::AuditRequest audit = TRY(registry::read_audit(body, is_other));
    // Whoever asks gets his answer from the registry, whatever our own folder says.
    if (is_main)
      if (const auto kept = witnesses_.audits.keep(audit, client.request.peer,
                                                   to_string(client_of(client.request).kind), std::time(nullptr));
          !kept)
        witnesses_.notices.say("audit", "what a client has could not be kept: " + kept.error().describe());
    const bool asks = audit.packages.size() > audit.withheld;
    if (!asks && !is_main) continue;
    Result<std::string> answer = ask(one, client.route.target, std::move(audit.outward));
    if (!answer && is_main) return answer;
    // Of two members of a name the last one counts: the main registry's.
    if (is_main) answers.push_back(std::move(*answer));
    else if (answer && is_object(*answer)) answers.insert(answers.begin(), std::move(*answer));
  }
  if (answers.empty()) return fail(ErrorCode::not_found, "no registry is named for it");
  return merged(answers);
}

// Whether a search has a name in it that is nobody else's business.
bool Desk::is_private_search(std::string_view target) const {
  const std::string text = percent_decoded(target);
  const auto is_in = [&](std::string_view what) { return !what.empty() && text.find(what) != std::string::npos; };
  const auto is_scope_in = [&](std::string_view scope) {
    return is_in(scope) || (scope.size() > 1 && is_in("scope:" + std::string(scope.substr(1))));
  };
  const model::PrivateDeclaration& declared = upstreams_.declared_private();
  return std::ranges::any_of(declared.names, is_in) || std::ranges::any_of(declared.scopes, is_scope_in) ||
         std::ranges::any_of(upstreams_.all(), [&](const Upstream& one) {
           return upstreams_.is_own(one) && !one.scope.empty() && is_scope_in(one.scope);
         });
}

// By the same decisions as documents, as far as a search shows packages to people: of the first of them.
Result<std::string> Desk::search(const Waiting& client) {
  const Upstream* const upstream = upstreams_.any();
  if (upstream == nullptr) return fail(ErrorCode::not_found, "no registry is named for it");
  if (upstream->is_public && is_private_search(client.route.target)) return std::string("{\"objects\":[],\"total\":0}");
  const std::string text = TRY(ask(*upstream, client.route.target, std::nullopt));
  std::size_t looked_up = 0;
  const auto is_hidden = [&](std::string_view name, std::string_view version) {
    auto package = packages_.at_hand(name, std::time(nullptr));
    if (!package && looked_up++ < kMostLookedUp)
      if (const auto loaded = packages_.load(std::string(name), std::time(nullptr))) package = loaded->package;
    if (!package) return false;
    for (const Release& one : package->releases())
      if (one.version == version) return one.judged.held && !options_.observe;
    return false;
  };
  return TRY(registry::filter_search(text, is_hidden)).text;
}

void Desk::pass_on(const Client& client) {
  const std::string& name = client->route.name;
  const Upstream* const upstream = name.empty() ? upstreams_.any() : upstreams_.of(name);
  const auto work = [this, client, upstream]() -> Result<std::string> {
    switch (client->route.kind) {
      case registry::RouteKind::audit_bulk: return audit(*client);
      case registry::RouteKind::search: return search(*client);
      case registry::RouteKind::audit_quick: return fail(ErrorCode::not_found, "only audits in bulk are passed on");
      default: break;
    }
    if (upstream == nullptr) return fail(ErrorCode::not_found, "no registry is named for it");
    return ask(*upstream, client->route.target, std::nullopt);
  };
  wait_for(client, name, client->route.version);
  const auto answer = [this, client, work] {
    auto text = work();
    if (!text) return failed(client, client->route.name, client->route.version, text.error());
    client->answer(json_answer(std::move(*text)));
  };
  // Audits ask several registries: one of them that hangs must not take the threads of another.
  const bool is_audit = client->route.kind == registry::RouteKind::audit_bulk;
  const bool is_taken = is_audit ? pool_.post(kAudits, answer, kAuditsAtOnce) : pool_.post(lane_of(upstream), answer);
  if (!is_taken) busy(client);
}

}  // namespace cordon::gate
