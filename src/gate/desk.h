// Who comes to the gate, what they ask for, and what they get: at once where it is at hand, else when somebody has done
// the work for everybody who waits for it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "gate/archives.h"
#include "gate/audits.h"
#include "gate/client.h"
#include "gate/flights.h"
#include "gate/journal.h"
#include "gate/metrics.h"
#include "gate/notices.h"
#include "gate/packages.h"
#include "gate/scribe.h"
#include "gate/upstreams.h"
#include "gate/work_pool.h"
#include "net/http_server.h"
#include "registry/npm_route.h"

namespace cordon::gate {

// Who is told of every answer.
struct Witnesses {
  Metrics& metrics;
  Journal& journal;
  Scribe& scribe;
  Notices& notices;
  Audits& audits;
};

// A client that waits for its answer; whoever is first answers.
class Waiting {
 public:
  // `upstream` may be null; it and `witnesses` must outlive it.
  Waiting(net::HttpRequest request, net::HttpReply reply, registry::Route route, const Upstream* upstream,
          const Witnesses& witnesses)
      : request(std::move(request)), route(std::move(route)), upstream_(upstream), witnesses_(witnesses),
        reply_(std::move(reply)) {}

  // `version` is what the answer is about, where the route does not say.
  void answer(net::HttpResponse response, std::string_view version = {});
  bool is_answered() const { return is_answered_; }

  const net::HttpRequest request;
  const registry::Route route;

 private:
  const Upstream* upstream_;
  Witnesses witnesses_;
  net::HttpReply reply_;
  const std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
  std::atomic<bool> is_answered_{false};
};

class Desk {
 public:
  // All must outlive it.
  Desk(const GateOptions& options, const Upstreams& upstreams, Packages& packages, Archives& archives,
       net::Fetcher& fetcher, WorkPool& pool, const Witnesses& witnesses);

  // Never waits.
  void request(net::HttpRequest&& request, net::HttpReply reply);

  // Asks those to come again who have waited long enough. Called now and then.
  void send_away();

  // Requests that wait for work to be done, about.
  std::size_t waiting() const;

 private:
  using Client = std::shared_ptr<Waiting>;

  void document(const Client& client, gate::Client kind);
  void archive(const Client& client);
  void load(const Client& client, std::uint32_t fresh_seconds);
  void hand_out(const Client& client, const std::shared_ptr<const Package>& package, const Loaded* asked_anew);
  void examine(const Client& client, const std::shared_ptr<const Package>& package, const Release& release);
  void from_document(const Client& client, gate::Client kind);
  Result<bool> answer_version(const Client& client, gate::Client kind, std::uint32_t fresh_seconds);
  void pass_on(const Client& client);
  Result<std::string> audit(const Waiting& client);
  Result<std::string> search(const Waiting& client);
  bool is_private_search(std::string_view target) const;
  Result<std::string> ask(const Upstream& upstream, const std::string& target, std::optional<std::string> post);
  void answer_handed(const Client& client, const Package& package, const Release& release,
                     const Result<Handed>& handed);
  void failed(const Client& client, std::string_view name, std::string_view version, const Error& error);
  void refuse(const Client& client, std::string_view name, std::string_view version, std::string_view rule,
              std::string_view reason);
  StoredDecision passed(const Package& package, const Release& release, const Examined& examined,
                        const std::string& agent) const;
  bool is_written_lately(const StoredDecision& decision) const;
  void note_written(const StoredDecision& decision);
  void wait_for(const Client& client, std::string_view name, std::string_view version);
  void busy(const Client& client);
  Flavour flavour_of(const net::HttpRequest& request, gate::Client kind, const Upstream* upstream) const;
  std::string own_base(const net::HttpRequest& request) const;

  const GateOptions& options_;
  const Upstreams& upstreams_;
  Packages& packages_;
  Archives& archives_;
  net::Fetcher& fetcher_;
  WorkPool& pool_;
  Witnesses witnesses_;
  Flights<Result<Body>> documents_;
  Flights<Result<Loaded>> packages_in_flight_;
  Flights<Result<Handed>> archives_in_flight_;
  struct Late {
    std::chrono::steady_clock::time_point at;
    std::weak_ptr<Waiting> client;
    std::string name, version;
  };
  mutable std::mutex mutex_;
  std::list<Late> late_;
  std::unordered_map<std::string, std::int64_t> written_;  // refusals, and when each was written down last
};

}  // namespace cordon::gate
