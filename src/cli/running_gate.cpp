#include "cli/running_gate.h"

#include <cstdio>

#include "base/text.h"
#include "cli/environment.h"
#include "cli/gate_options.h"
#include "gate/open_archive.h"

namespace cordon::cli {

Result<std::unique_ptr<RunningGate>> RunningGate::start(const GateArguments& arguments, bool any_port) {
  std::unique_ptr<RunningGate> out(new RunningGate());
  std::vector<model::FileUnread> unread;
  // First of all: what opens hostile bytes knows nothing that comes later.
  sandbox::WorkerLimits limits;
  limits.at_once = gate::GateOptions().examiners;
  limits.wall_ms = gate::GateOptions().examine_seconds * 1'000;
  limits.cpu_seconds = gate::GateOptions().examine_seconds;
  out->worker_ = std::make_unique<sandbox::Worker>(TRY(sandbox::Worker::start(gate::open_archive, limits)));
  out->options_ = TRY(gate_options(arguments, unread));
  if (any_port) out->options_.server.port = 0;
  if (any_port) out->options_.server.address = "127.0.0.1";
  intel::Knowledge knowledge = TRY(load_knowledge(!arguments.no_knowledge, arguments.packs, unread));
  if (!arguments.no_knowledge) TRY(add_advisories(arguments.index, knowledge));
  out->knowledge_ = std::make_unique<intel::Knowledge>(std::move(knowledge));
  out->fetcher_ = TRY(net::CurlFetcher::make(transfer_options(out->options_.settings)));
  out->examiner_ = std::make_unique<gate::PeekExaminer>(out->options_, *out->worker_);
  out->gate_ = TRY(gate::Gate::open(out->options_, out->knowledge_.get(), *out->fetcher_, *out->examiner_));
  out->gate_->start();
  if (const std::string& weak = out->worker_->report().why_not; !weak.empty() && !arguments.common.quiet)
    std::fputs(("cordon: archives are opened in a weaker sandbox: " + text::visible(weak) + "\n").c_str(), stderr);
  for (const model::FileUnread& one : unread)
    std::fputs(("cordon: " + text::visible(one.path) + ": " + text::visible(one.reason) + "\n").c_str(), stderr);
  return out;
}

}  // namespace cordon::cli
