// A gate with all that it runs on, for the commands that start one.
#pragma once

#include <memory>

#include "cli/gate_arguments.h"
#include "cli/gate_knowledge.h"
#include "gate/gate.h"
#include "gate/peek_examiner.h"
#include "net/curl_fetcher.h"
#include "sandbox/worker.h"

namespace cordon::cli {

class RunningGate {
 public:
  // Starts the worker, opens the gate and serves. Called before any thread starts; `arguments` must outlive it. One
  // that serves a command
  // (`for_one_command`) listens on any port of loopback, whatever options and settings name. Fails as gate_options,
  // sandbox::Worker and gate::Gate do.
  static Result<std::unique_ptr<RunningGate>> start(const GateArguments& arguments, bool for_one_command);

  ~RunningGate();

  // Takes no more requests; what has begun gets so many seconds.
  void stop(std::uint32_t most_seconds);
  gate::Gate& gate() { return *gate_; }
  // Takes packs and advisories that are newer than what it knows, where there are any, and says so. Those that cannot
  // be used leave it with what it knows.
  void take_new_knowledge();
  // Archives cannot be opened any more, until a new process is started.
  bool has_lost_worker() const { return worker_->is_gone(); }
  const gate::GateOptions& options() const { return options_; }

 private:
  explicit RunningGate(const GateArguments& arguments) : knowledge_(arguments) {}

  gate::GateOptions options_;
  std::unique_ptr<sandbox::Worker> worker_;
  GateKnowledge knowledge_;
  std::unique_ptr<net::CurlFetcher> fetcher_;
  std::unique_ptr<gate::PeekExaminer> examiner_;
  std::unique_ptr<gate::Gate> gate_;
};

}  // namespace cordon::cli
