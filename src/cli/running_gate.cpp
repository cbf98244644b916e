#include "cli/running_gate.h"

#include <algorithm>
#include <cstdio>

#include "base/clock.h"
#include "base/os/descriptor_limit.h"
#include "base/os/small_heap.h"
#include "base/text.h"
#include "cli/environment.h"
#include "cli/gate_options.h"
#include "gate/open_archive.h"

namespace cordon::cli {
namespace {

constexpr std::uint32_t kOwnDescriptors = 200;  // of files, databases, pipes and connections to registries
constexpr std::uint32_t kLeastConnections = 16;
constexpr std::uint32_t kOfEachConnection = 2;  // itself, and the archive that it gets

constexpr std::uint64_t kMostPacked = 512ull << 20;     // of an archive, as many as are asked of a registry
constexpr std::uint64_t kMemoryBesides = 256ull << 20;  // of what an archive unpacks to, to look at it

// No more connections than the system has descriptors for: without one nothing works any more, not even sending away.
void bound_connections(net::HttpLimits& limits, bool may_raise) {
  const std::uint64_t wanted = kOwnDescriptors + kOfEachConnection * limits.connections;
  const std::uint64_t may = os::allow_descriptors(may_raise ? wanted : 0);
  const std::uint64_t left = may > kOwnDescriptors ? (may - kOwnDescriptors) / kOfEachConnection : 0;
  limits.connections = static_cast<std::uint32_t>(
      std::clamp<std::uint64_t>(left, kLeastConnections, std::max(limits.connections, kLeastConnections)));
}

// Clients wait for 40 seconds: a registry that hangs is given up before, and what is kept may stand in.
net::CurlOptions gate_transfer(net::CurlOptions options) {
  options.connect_seconds = 8;
  options.stalled_seconds = 15;
  options.most_seconds = 300;
  options.attempts = 2;
  options.wait_ms = 250;
  options.most_retry_after = 2;
  return options;
}

void tell(const std::vector<model::FileUnread>& unread) {
  for (const model::FileUnread& one : unread)
    std::fputs(("cordon: " + text::visible(one.path) + ": " + text::visible(one.reason) + "\n").c_str(), stderr);
}

}  // namespace

void RunningGate::take_new_knowledge() {
  if (!knowledge_.has_changed()) return;
  std::vector<model::FileUnread> unread;
  auto knowledge = knowledge_.load_newer(unread);
  tell(unread);
  if (knowledge) gate_->use(std::move(*knowledge));
  std::fputs(("cordon: " +
              (knowledge ? std::string("packs and advisories were taken anew")
                         : "the packs and advisories of before stay: " + text::visible(knowledge.error().describe())) +
              "\n")
                 .c_str(),
             stderr);
}

RunningGate::~RunningGate() {
  if (fetcher_) fetcher_->stop();  // what still asks a registry would be waited for
}

void RunningGate::stop(std::uint32_t most_seconds) {
  gate_->stop(most_seconds);
  fetcher_->stop();
}

Result<std::unique_ptr<RunningGate>> RunningGate::start(const GateArguments& arguments, bool for_one_command) {
  std::unique_ptr<RunningGate> out(new RunningGate(arguments));
  std::vector<model::FileUnread> unread;
  // First of all: what opens hostile bytes knows nothing that comes later.
  sandbox::WorkerLimits limits;
  limits.at_once = gate::GateOptions().examiners;
  limits.wall_ms = gate::GateOptions().examine_seconds * 1'000;
  limits.cpu_seconds = gate::GateOptions().examine_seconds;
  limits.input_bytes = kMostPacked;
  limits.memory_bytes = gate::kMostUnpacked + kMemoryBesides;
  out->worker_ = std::make_unique<sandbox::Worker>(TRY(sandbox::Worker::start(gate::open_archive, limits)));
  os::keep_heap_small();
  out->options_ = TRY(gate_options(arguments, unread));
  out->options_.for_one_command = for_one_command;
  if (for_one_command) out->options_.server.port = 0;
  if (for_one_command) out->options_.server.address = "127.0.0.1";
  // A command that is run behind the gate inherits what is raised: some count on few descriptors.
  bound_connections(out->options_.server.limits, !for_one_command);
  out->options_.tell = [](const std::string& text) { std::fputs(("cordon: " + text + "\n").c_str(), stderr); };
  const std::shared_ptr<const intel::Knowledge> knowledge = TRY(out->knowledge_.load(unread));
  out->fetcher_ = TRY(net::CurlFetcher::make(gate_transfer(transfer_options(out->options_.settings))));
  out->examiner_ = std::make_unique<gate::PeekExaminer>(out->options_, *out->worker_);
  out->gate_ = TRY(gate::Gate::open(out->options_, knowledge, *out->fetcher_, *out->examiner_));
  out->gate_->start();
  if (const std::string& weak = out->worker_->report().why_not; !weak.empty() && !arguments.common.quiet)
    std::fputs(("cordon: archives are opened in a weaker sandbox: " + text::visible(weak) + "\n").c_str(), stderr);
  if (!for_one_command && !arguments.no_knowledge && !arguments.common.quiet)
    if (const std::string warning = warning_of(*knowledge, system_clock().today()); !warning.empty())
      std::fputs(("cordon: " + warning + "\n").c_str(), stderr);
  tell(unread);
  return out;
}

}  // namespace cordon::cli
