// What the gate asks registries for and gives on with little change: searches, audits, keys and attestations.
#include <ctime>

#include "archive/inflate.h"
#include "base/text.h"
#include "gate/answer.h"
#include "gate/desk.h"
#include "registry/version_document.h"

namespace cordon::gate {
namespace {

constexpr std::uint64_t kMostBytes = 16u << 20;

// The body of a request as text; npm packs that of its audits.
Result<std::string> body_of(const net::HttpRequest& request) {
  const std::string_view coding = request.header("content-encoding");
  if (coding.empty() || coding == "identity") return request.body;
  if (coding == "gzip") return archive::gunzip(request.body, kMostBytes);
  return fail(ErrorCode::unsupported_format, "a body in the coding " + text::visible(coding));
}

}  // namespace

void Desk::pass_on(const Client& client) {
  const std::string& name = client->route.name;
  const Upstream* const upstream = name.empty() ? upstreams_.any() : upstreams_.of(name);
  const auto work = [this, client, upstream]() -> Result<net::HttpResponse> {
    const registry::Route& route = client->route;
    if (upstream == nullptr) return fail(ErrorCode::not_found, "no registry is named for it");
    net::FetchRequest request;
    request.url = upstream->base + route.target.substr(1);
    request.most_bytes = kMostBytes;
    request.authorization = upstream->authorization;
    request.is_plain = upstream->is_plain;
    request.headers = {"Accept: application/json"};
    if (route.kind == registry::RouteKind::audit_bulk) {
      const std::string body = TRY(body_of(client->request));
      const auto is_private = [&](std::string_view name) { return upstreams_.is_private(name); };
      registry::AuditRequest audit = TRY(registry::read_audit(body, is_private));
      // Whoever asks gets his answer from the registry, whatever our own folder says.
      if (const auto kept = witnesses_.audits.keep(audit, client->request.peer,
                                                   to_string(client_of(client->request).kind), std::time(nullptr));
          !kept)
        witnesses_.notices.say("audit", "what a client has could not be kept: " + kept.error().describe());
      request.post = std::move(audit.outward);
      request.headers.emplace_back("Content-Type: application/json");
    } else if (route.kind == registry::RouteKind::audit_quick) {
      return fail(ErrorCode::not_found, "only audits in bulk are passed on");
    }
    std::atomic<std::uint64_t> received{0};
    std::string text = TRY(fetcher_.fetch(request, received)).body;
    if (route.kind != registry::RouteKind::search) return json_answer(std::move(text));
    const auto is_hidden = [&](std::string_view name, std::string_view version) {
      const auto package = packages_.at_hand(name, 0);
      if (!package) return false;
      for (const Release& one : package->releases())
        if (one.version == version) return one.judged.held && !options_.observe;
      return false;
    };
    return json_answer(TRY(registry::filter_search(text, is_hidden)).text);
  };
  wait_for(client, name, client->route.version);
  const bool is_taken = pool_.post(lane_of(upstream), [this, client, work] {
    const registry::Route& route = client->route;
    auto response = work();
    if (!response) return failed(client, route.name, route.version, response.error());
    client->answer(std::move(*response));
  });
  if (!is_taken) busy(client);
}

}  // namespace cordon::gate
