#include "gate/gate.h"

#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <filesystem>
#include <set>
#include <thread>

#include "base/os/file_lock.h"
#include "base/os/open_beneath.h"
#include "base/sha256.h"
#include "base/text.h"
#include "gate/answer.h"
#include "gate/archive_place.h"
#include "gate/archives.h"
#include "gate/desk.h"
#include "gate/folder_lock.h"
#include "gate/own_folder.h"
#include "gate/own_name.h"
#include "gate/packages.h"
#include "gate/peek_examiner.h"
#include "gate/work_pool.h"
#include "model/default_registry.h"

namespace cordon::gate {
namespace {

constexpr std::string_view kMetricsPath = "/-/cordon/metrics";
constexpr std::size_t kMostWaiting = 8'192;
constexpr std::chrono::seconds kBetweenTicks{1};
constexpr std::uint64_t kTicksBetweenShrinks = 600;

// For its owner alone, with the folders above it.
Result<void> make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return os::errno_error(errno, "making " + text::visible(path));
}

// Threads that one registry may keep busy: where there are several, it must not have all.
unsigned of_one_registry(const GateOptions& options) {
  std::set<std::string_view> bases;
  for (const Upstream& one : options.upstreams) bases.insert(one.base);
  return bases.size() > 1 ? options.workers - options.workers / 4 : options.workers;
}

}  // namespace

// Everything that a running gate consists of, in the order in which one thing needs another.
class Gate::Impl {
 public:
  Impl(GateOptions options, os::FileLock lock, Ledger ledger, Journal journal, store::BlobFolder documents,
       store::BlobFolder archives, std::shared_ptr<const intel::Knowledge> knowledge, net::Fetcher& fetcher,
       Examiner& examiner)
      : options_(std::move(options)), lock_(std::move(lock)), ledger_(std::move(ledger)), journal_(std::move(journal)),
        documents_(std::move(documents)), archive_blobs_(std::move(archives)),
        upstreams_(options_.upstreams, options_.settings.declared_private), knowledge_(std::move(knowledge)),
        judge_(options_, knowledge_, ledger_),
        packages_(options_, upstreams_, judge_, ledger_, documents_, fetcher, journal_),
        archives_(options_, judge_, ledger_, archive_blobs_, fetcher, examiner), notices_(options_.tell),
        audits_(knowledge_, ledger_, journal_, notices_),
        desk_(options_, upstreams_, packages_, archives_, fetcher, pool_,
              {metrics_, journal_, scribe_, notices_, audits_}),
        scribe_(ledger_, journal_, options_.folder), pool_(options_.workers, of_one_registry(options_), kMostWaiting) {
    judge_.set_rules(std::string(kExaminationRules) + (options_.on_timeout == OnTimeout::block ? "b" : "a"));
    examiner.use(packages_, archives_);
  }

  ~Impl() { stop(0); }

  Result<void> listen() {
    TRY(take_epoch());
    net::HttpHandlers handlers;
    handlers.request = [this](net::HttpRequest&& request, net::HttpReply reply) {
      // A path that no package has: a client's requests never mean it.
      if (request.target == kMetricsPath && request.method == "GET" &&
          why_not_meant(options_, request.header("host"), request.header("origin")).empty())
        return reply.send({200, {{"Content-Type", "text/plain; version=0.0.4"}}, metrics_.text(state())});
      desk_.request(std::move(request), std::move(reply));
    };
    server_ = TRY(net::HttpServer::listen(options_.server, std::move(handlers)));
    return {};
  }

  void start() {
    server_->start();
    ticker_ = std::jthread([this](const std::stop_token& stop) { tick(stop); });
  }

  void stop(std::uint32_t most_seconds) {
    if (server_) server_->stop(most_seconds);
    ticker_ = {};
  }

  Result<void> reload_certificate() { return server_->reload_certificate(); }
  std::uint16_t port() const { return server_->port(); }
  GateCounts counts() const { return metrics_.counts(); }

  void use(std::shared_ptr<const intel::Knowledge> knowledge) {
    knowledge_.take(std::move(knowledge));
    (void)take_epoch();  // else with the next tick
  }

  std::string unusual_address(std::string_view path) {
    const auto route = registry::route_of("GET", "/" + std::string(path));
    if (!route || route->kind != registry::RouteKind::tarball) return {};
    const auto loaded = packages_.load(route->name, std::time(nullptr), options_.stale_seconds);
    if (!loaded) return {};
    const Package& package = *loaded->package;
    const std::vector<std::uint32_t> meant = package.of_file(route->file);
    if (meant.empty()) return {};
    const Release& release = package.releases()[meant.front()];
    const std::string usual = package.upstream().base + package.name() + "/-/" + route->file;
    const auto place = archive_place(package.upstream(), options_.redirect_hosts, release.address);
    return place && *place == release.address && release.address != usual ? release.address : std::string();
  }

 private:
  GateState state() const { return {packages_.bytes(), desk_.waiting(), pool_.waiting(), journal_.lost()}; }

  // Waivers are given by another process, and end with their day.
  Result<void> take_epoch() {
    std::string state =
        judge_.rules() + std::to_string(std::time(nullptr) / 86'400) + '\n' + std::to_string(knowledge_.generation());
    for (const StoredWaiver& one : TRY(ledger_.waivers()))
      state += '\n' + std::to_string(one.id) + one.name + ' ' + one.version + ' ' + one.rule + one.expires;
    packages_.set_epoch(sha256_hex(state, 8));
    return {};
  }

  void tick(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::unique_lock guard(mutex);
    for (std::uint64_t ticks = 0; !stop.stop_requested(); ++ticks) {
      if (ticks % kTicksBetweenShrinks == 0) archive_blobs_.shrink_to(options_.disk_bytes);
      changed.wait_for(guard, stop, kBetweenTicks, [] { return false; });
      (void)take_epoch();  // the ledger may be busy: the next time
      desk_.send_away();
      journal_.flush();
    }
  }

  const GateOptions options_;
  os::FileLock lock_;
  Ledger ledger_;
  Journal journal_;
  Metrics metrics_;
  store::BlobFolder documents_, archive_blobs_;
  Upstreams upstreams_;
  CurrentKnowledge knowledge_;
  Judge judge_;
  Packages packages_;
  Archives archives_;
  Notices notices_;
  Audits audits_;
  // Outlives all that may still answer: it takes no request any more, but its connections are there until they are
  // gone.
  std::unique_ptr<net::HttpServer> server_;
  Desk desk_;
  Scribe scribe_;  // answers to what it has written, by way of the desk
  WorkPool pool_;  // ends before the desk that its work uses
  std::jthread ticker_;
};

Gate::Gate(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Gate::~Gate() = default;

Result<std::unique_ptr<Gate>> Gate::open(GateOptions options, std::shared_ptr<const intel::Knowledge> knowledge,
                                         net::Fetcher& fetcher, Examiner& examiner) {
  const std::string folder = options.folder;
  TRY(make_folder(folder));
  os::FileLock lock = TRY(take_folder(folder, options.for_one_command, options.tell));
  auto documents = TRY(own(folder, store::BlobFolder::open(folder + "/documents")));
  auto archives = TRY(own(folder, store::BlobFolder::open(folder + "/archives")));
  Ledger ledger = TRY(own(folder, Ledger::open(folder + "/ledger.db")));
  Journal journal = TRY(
      Journal::open(options.events.empty() ? folder + "/events.ndjson" : options.events, {options.host, options.boot}));
  auto impl =
      std::make_unique<Impl>(std::move(options), std::move(lock), std::move(ledger), std::move(journal),
                             std::move(documents), std::move(archives), std::move(knowledge), fetcher, examiner);
  TRY(impl->listen());
  return std::unique_ptr<Gate>(new Gate(std::move(impl)));
}

std::uint16_t Gate::port() const { return impl_->port(); }
void Gate::start() { impl_->start(); }
void Gate::stop(std::uint32_t most_seconds) { impl_->stop(most_seconds); }
Result<void> Gate::reload_certificate() { return impl_->reload_certificate(); }
void Gate::use(std::shared_ptr<const intel::Knowledge> knowledge) { impl_->use(std::move(knowledge)); }
std::string Gate::unusual_address(std::string_view path) { return impl_->unusual_address(path); }
GateCounts Gate::counts() const { return impl_->counts(); }

}  // namespace cordon::gate
