#include "sandbox/outcome.h"

#include <sys/wait.h>

#include <csignal>
#include <cstring>

#include "sandbox/child.h"

namespace cordon::sandbox {
namespace {

Error error(ErrorCode code, std::string message) { return fail(code, std::move(message)).error(); }

std::optional<Error> by_code(int code, const WorkerLimits& limits) {
  switch (code) {
    case kDone: return std::nullopt;
    case kThrew: return error(ErrorCode::crashed, "the work ended with an exception");
    case kOutOfMemory:
      return error(ErrorCode::too_large,
                   "the work needs more memory than " + std::to_string(limits.memory_bytes) + " bytes");
    case kNotConfined: return error(ErrorCode::system, "a process could not be confined, so that nothing was opened");
    case kNoInput: return error(ErrorCode::system, "the input could not be mapped");
    case kAnswerLost: return error(ErrorCode::system, "the answer could not be written");
    default: return error(ErrorCode::crashed, "the work ended its process with code " + std::to_string(code));
  }
}

std::string named(int signal) {
  const char* name = ::sigabbrev_np(signal);
  return "signal " + std::to_string(signal) + (name == nullptr ? "" : " (SIG" + std::string(name) + ")");
}

Error by_signal(int signal, const Outcome& outcome, const WorkerLimits& limits) {
  // The hard limit of time comes as SIGKILL, when the work ignores the soft one.
  const bool spent = outcome.cpu_us >= std::uint64_t{1'000'000} * limits.cpu_seconds;
  switch (signal) {
    case SIGSYS:
      return error(ErrorCode::refused, "the work asked the system for something that no work needs: " + named(signal));
    case SIGINT:
    case SIGTERM:
    case SIGHUP:
    case SIGQUIT: return error(ErrorCode::unavailable, "the work was ended from outside by " + named(signal));
    default: break;
  }
  if (signal == SIGXCPU || (signal == SIGKILL && spent))
    return error(ErrorCode::timed_out,
                 "the work needs more time of a processor than " + std::to_string(limits.cpu_seconds) + " s");
  return error(ErrorCode::crashed, "the work died of " + named(signal));
}

}  // namespace

std::optional<Error> why_no_answer(const Outcome& outcome, const WorkerLimits& limits) {
  if (outcome.failed != 0)
    return error(ErrorCode::unavailable,
                 std::string("no process could be started: ") + ::strerrordesc_np(outcome.failed));
  if (WIFEXITED(outcome.status)) return by_code(WEXITSTATUS(outcome.status), limits);
  return by_signal(WTERMSIG(outcome.status), outcome, limits);
}

}  // namespace cordon::sandbox
