#include "sandbox/worker.h"

#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <thread>
#include <utility>
#include <vector>

#include "sandbox/conversation.h"
#include "sandbox/messages.h"
#include "sandbox/namespaces.h"
#include "sandbox/turns.h"
#include "sandbox/zygote.h"

namespace cordon::sandbox {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kMostAtOnce = 64;
constexpr int kReadyMs = 30'000;  // for the zygote's first word
constexpr std::chrono::seconds kOrderlyEnd{5};

Result<void> check(const WorkerJob& job, const WorkerLimits& limits) {
  const bool sensible = job && limits.at_once >= 1 && limits.at_once <= kMostAtOnce && limits.wall_ms >= 1 &&
                        limits.cpu_seconds >= 1 && limits.memory_bytes >= 1 && limits.memory_bytes >> 48 == 0 &&
                        limits.input_bytes >> 48 == 0;
  if (!sensible) return fail(ErrorCode::invalid_value, "limits of a worker that make no sense");
  return {};
}

// A fork of a program with threads would hold whatever these had locked. The runtime of ThreadSanitizer has one always.
bool has_threads() {
#if __has_feature(thread_sanitizer)
  return false;
#else
  struct stat facts{};
  return ::stat("/proc/self/task", &facts) == 0 && facts.st_nlink > 3;  // every thread is a folder
#endif
}

void say(std::string& sentence, std::string_view part) {
  if (!sentence.empty()) sentence += "; ";
  sentence += part;
}

WorkerReport report_of(const Opening& opening, bool as_root) {
  WorkerReport report;
  report.landlock_abi = opening.landlock_abi;
  report.landlock = opening.landlock;
  report.seccomp = opening.seccomp;
  report.namespaces = opening.namespaces;
  report.other_user = opening.other_user;
  report.memory = opening.memory;
  if (!report.landlock) say(report.why_not, "this kernel has no Landlock, or it is switched off");
  if (!report.seccomp) say(report.why_not, "system calls cannot be filtered here");
  const Namespaces& has = report.namespaces;
  if (!(has.user && has.mount && has.process && has.network && has.ipc && has.uts && has.cgroup))
    say(report.why_not, "this machine does not give all namespaces");
  if (as_root && !report.other_user) say(report.why_not, "it runs as root");
  if (!report.memory) say(report.why_not, "/proc does not say how much memory is in use");
  return report;
}

// The zygote says it once it is ready; it ends without a word when it cannot be.
Result<Opening> hear_opening(int socket) {
  pollfd waits{socket, POLLIN, 0};
  int ready = 0;
  do ready = ::poll(&waits, 1, kReadyMs);
  while (ready < 0 && errno == EINTR);
  Opening opening;
  Passed none;
  if (ready <= 0 || receive_message(socket, opening, none) != Heard::message)
    return fail(ErrorCode::unavailable, "the process that starts the work did not get ready");
  return opening;
}

// False when it has not ended by then.
bool ended_by(pid_t process, Clock::time_point deadline) {
  for (auto pause = std::chrono::microseconds(50);; pause = std::min(pause * 2, std::chrono::microseconds(5'000))) {
    const pid_t ended = ::waitpid(process, nullptr, WNOHANG);
    if (ended == process || (ended < 0 && errno != EINTR)) return true;  // or someone else has waited for it
    if (Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace

struct Worker::State {
  State(pid_t zygote_process, std::vector<os::FileDescriptor> ends, const WorkerLimits& given)
      : zygote(zygote_process), sockets(std::move(ends)), limits(given), turns(given.at_once, given.most_waiting) {}

  // It ends by itself when it sees a socket closed, and by force if it does not. A program that has confined itself may
  // not signal any more, so that this must not depend on force.
  ~State() {
    sockets.clear();
    if (ended_by(zygote, Clock::now() + kOrderlyEnd)) return;
    ::kill(zygote, SIGKILL);
    ended_by(zygote, Clock::now() + kOrderlyEnd);
  }

  Result<void> check_size(std::uint64_t bytes) const;
  Result<std::string> ask(const SealedInput& input, Clock::time_point deadline);

  pid_t zygote;
  std::vector<os::FileDescriptor> sockets;  // one a place
  WorkerLimits limits;
  Turns turns;
  WorkerReport report;
  std::atomic<bool> gone = false;
};

Worker::Worker(std::unique_ptr<State> state) : state_(std::move(state)) {}
Worker::Worker(Worker&&) noexcept = default;
Worker::~Worker() = default;

Result<Worker> Worker::start(const WorkerJob& job, const WorkerLimits& limits) {
  TRY(check(job, limits));
  if (has_threads()) return fail(ErrorCode::internal, "a worker must be started before threads are");
  std::vector<os::FileDescriptor> ours, theirs;
  for (std::uint32_t place = 0; place < limits.at_once; ++place) {
    SocketPair pair = TRY(make_socket_pair());
    ours.push_back(std::move(pair.ours));
    theirs.push_back(std::move(pair.theirs));
  }
  Namespaces given;
  const pid_t zygote = TRY(fork_apart(given));
  if (zygote == 0) run_zygote(job, limits, given, std::move(theirs));
  theirs.clear();  // else the zygote's end would not be seen
  auto state = std::make_unique<State>(zygote, std::move(ours), limits);
  state->report = report_of(TRY(hear_opening(state->sockets[0].get())), ::geteuid() == 0);
  return Worker(std::move(state));
}

Result<void> Worker::State::check_size(std::uint64_t bytes) const {
  if (bytes <= limits.input_bytes) return {};
  return fail(ErrorCode::too_large, "the input has more than " + std::to_string(limits.input_bytes) + " bytes");
}

Result<std::string> Worker::State::ask(const SealedInput& input, Clock::time_point deadline) {
  if (gone) return fail(ErrorCode::unavailable, "the process that starts the work is gone");
  const Result<std::uint32_t> turn = turns.take(deadline);
  if (!turn && turn.error().code == ErrorCode::timed_out)
    return fail(ErrorCode::unavailable, "others were worked on all the time");
  const std::uint32_t place = TRY(turn);
  // Who waited is not worked on for less time than others.
  deadline = Clock::now() + std::chrono::milliseconds(limits.wall_ms);
  Conversation said = converse(sockets[place].get(), input, limits, deadline);
  if (said.zygote_gone) gone = true;
  turns.give_back(place);
  return std::move(said.answer);
}

Result<std::string> Worker::ask(std::string_view input) {
  const auto deadline = Clock::now() + std::chrono::milliseconds(state_->limits.wall_ms);
  TRY(state_->check_size(input.size()));
  return state_->ask(TRY(SealedInput::copy(input)), deadline);
}

Result<std::string> Worker::ask(const SealedInput& input) {
  const auto deadline = Clock::now() + std::chrono::milliseconds(state_->limits.wall_ms);
  TRY(state_->check_size(input.size()));
  return state_->ask(input, deadline);
}

bool Worker::is_gone() const { return state_->gone; }

const WorkerReport& Worker::report() const { return state_->report; }

}  // namespace cordon::sandbox
