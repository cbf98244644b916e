#include <chrono>
#include <cstdio>
#include <thread>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/gate_commands.h"
#include "cli/interrupt.h"
#include "cli/running_gate.h"
#include "cli/start_anew.h"

namespace cordon::cli {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{100};
constexpr std::uint64_t kLooksBetweenKnowledge = 300;  // half a minute
constexpr std::uint32_t kDrainSeconds = 30;
constexpr std::uint32_t kDrainSecondsAnew = 5;  // clients ask again where nobody listens, for ten seconds and more
constexpr std::chrono::seconds kLeastLife{10};  // of a gate that is started anew

std::string greeting(const gate::GateOptions& options, std::uint16_t port) {
  const bool is_ipv6 = options.server.address.find(':') != std::string::npos;
  std::string out =
      "cordon: the gate is open at " + std::string(options.server.certificate.empty() ? "http://" : "https://") +
      (is_ipv6 ? "[" + options.server.address + "]" : options.server.address) + ":" + std::to_string(port) + "/";
  for (const gate::Upstream& one : options.upstreams)
    out += (one.scope.empty() ? ", before " : ", " + text::visible(one.scope) + " before ") + text::visible(one.base);
  return out + "\n";
}

// The process that forks those which open archives was killed, by a machine without memory say, and a program with
// threads cannot fork another: the program starts again as a whole.
Result<int> go_on_anew(std::unique_ptr<RunningGate> running, std::chrono::steady_clock::time_point since) {
  const std::string lost = "the process that opens archives was ended from outside";
  if (running->options().server.port == 0)
    return fail(ErrorCode::unavailable, lost + ", and a gate that starts anew must know its port (--listen)");
  if (std::chrono::steady_clock::now() - since < kLeastLife)
    return fail(ErrorCode::unavailable, lost + " just after the gate was started: look for who ends it, or for memory");
  std::fputs(("cordon: " + lost + ": the gate starts anew\n").c_str(), stderr);
  running->stop(kDrainSecondsAnew);
  running.reset();
  if (interrupted()) return 0;
  return std::unexpected(start_anew());
}

Result<int> serve(const GateArguments& arguments) {
  catch_interrupts();
  catch_hangups();
  std::unique_ptr<RunningGate> running = TRY(RunningGate::start(arguments, false));
  const auto since = std::chrono::steady_clock::now();
  if (!arguments.common.quiet) std::fputs(greeting(running->options(), running->gate().port()).c_str(), stderr);
  for (std::uint64_t looks = 1; !interrupted(); ++looks) {
    std::this_thread::sleep_for(kBetweenLooks);
    if (looks % kLooksBetweenKnowledge == 0) running->take_new_knowledge();
    if (running->has_lost_worker()) return go_on_anew(std::move(running), since);
    if (!take_hangup()) continue;
    running->take_new_knowledge();
    if (running->options().server.certificate.empty()) continue;
    const Result<void> taken = running->gate().reload_certificate();
    std::fputs(("cordon: " +
                (taken ? std::string("the certificate was taken anew")
                       : "the certificate stays as it was: " + text::visible(taken.error().describe())) +
                "\n")
                   .c_str(),
               stderr);
  }
  running->stop(kDrainSeconds);
  const gate::GateCounts counts = running->gate().counts();
  if (!arguments.common.quiet)
    std::fputs(("cordon: " + std::to_string(counts.documents + counts.unchanged) + " documents and " +
                std::to_string(counts.archives) + " archives handed out, " + std::to_string(counts.refused) +
                " requests refused, " + std::to_string(counts.failed) + " failed\n")
                   .c_str(),
               stderr);
  return 0;
}

}  // namespace

int run_gate(const GateArguments& arguments) {
  Result<int> code = fail(ErrorCode::internal, "no verb");
  switch (arguments.verb) {
    case GateVerb::serve: code = serve(arguments); break;
    case GateVerb::exec: code = gate_exec(arguments); break;
    case GateVerb::explain: code = gate_explain(arguments); break;
    case GateVerb::waive: code = gate_waive(arguments); break;
    case GateVerb::setup: code = gate_setup(arguments); break;
    case GateVerb::unset: code = gate_unset(arguments); break;
    case GateVerb::policy: code = gate_policy(arguments); break;
  }
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
