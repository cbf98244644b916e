#include "sandbox/zygote.h"

#include <poll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "sandbox/child.h"
#include "sandbox/messages.h"
#include "sandbox/signals.h"
#include "sandbox/zygote_retreat.h"

namespace cordon::sandbox {
namespace {

struct Place {
  os::FileDescriptor socket;
  pid_t child = 0;  // 0: nobody works here
};

class Zygote {
 public:
  Zygote(ChildSetup setup, std::vector<os::FileDescriptor> sockets) : setup_(setup) {
    for (os::FileDescriptor& socket : sockets) places_.push_back({std::move(socket), 0});
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGCHLD);
    ended_ = os::FileDescriptor(::signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK));
  }

  void try_layers(Opening& opening);
  void say(const Opening& opening) {
    if (!send_message(places_[0].socket.get(), opening)) end();
  }
  [[noreturn]] void serve();

 private:
  void hear(Place& place);
  void begin(Place& place, std::uint64_t input_bytes, Passed passed);
  void reap();
  [[noreturn]] void end();

  ChildSetup setup_;
  std::vector<Place> places_;
  os::FileDescriptor ended_;  // readable when a child has ended
};

// A child that puts the layers on and tells which held: the only way to know, since none can be taken off again.
void Zygote::try_layers(Opening& opening) {
  const pid_t child = ::fork();
  if (child == 0) run_trial(setup_);
  int status = 0;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (child < 0 || !WIFEXITED(status) || (WEXITSTATUS(status) & kFirstLayerBit) != kFirstLayerBit) return;
  setup_.layers.landlock = opening.landlock = (WEXITSTATUS(status) & 1) != 0;
  setup_.layers.seccomp = opening.seccomp = (WEXITSTATUS(status) & 2) != 0;
}

void Zygote::begin(Place& place, std::uint64_t input_bytes, Passed passed) {
  const pid_t child = ::fork();
  if (child == 0) run_child(setup_, std::move(passed[0]), input_bytes, std::move(passed[1]));
  if (child > 0) {
    place.child = child;
    return;
  }
  Outcome none;
  none.failed = errno;
  if (!send_message(place.socket.get(), none)) end();
}

void Zygote::hear(Place& place) {
  Order order;
  Passed passed;
  if (receive_message(place.socket.get(), order, passed) != Heard::message) end();
  if (order.kind == OrderKind::stop) {
    if (place.child > 0) ::kill(place.child, SIGKILL);  // else it has ended, and its outcome is on its way
    return;
  }
  if (place.child > 0 || !passed[0].valid() || !passed[1].valid()) end();
  begin(place, order.input_bytes, std::move(passed));
}

void Zygote::reap() {
  signalfd_siginfo told;
  while (::read(ended_.get(), &told, sizeof told) > 0) {
  }
  for (;;) {
    Outcome outcome;
    rusage used{};
    const pid_t child = ::wait4(-1, &outcome.status, WNOHANG, &used);
    if (child < 0 && errno == EINTR) continue;
    if (child <= 0) return;
    const auto microseconds = [](const timeval& time) {
      return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000 + static_cast<std::uint64_t>(time.tv_usec);
    };
    outcome.cpu_us = microseconds(used.ru_utime) + microseconds(used.ru_stime);
    for (Place& place : places_) {
      if (place.child != child) continue;
      place.child = 0;
      if (!send_message(place.socket.get(), outcome)) end();
    }
  }
}

void Zygote::serve() {
  std::vector<pollfd> waits;
  waits.push_back({ended_.get(), POLLIN, 0});
  for (const Place& place : places_) waits.push_back({place.socket.get(), POLLIN, 0});
  for (;;) {
    if (::poll(waits.data(), waits.size(), -1) < 0) {
      if (errno == EINTR) continue;
      end();
    }
    if (waits[0].revents != 0) reap();
    for (std::size_t i = 0; i < places_.size(); ++i)
      if (waits[i + 1].revents != 0) hear(places_[i]);
  }
}

// Without a process namespace nothing else would end them at once; with one this only makes it orderly.
void Zygote::end() {
  for (const Place& place : places_)
    if (place.child > 0) ::kill(place.child, SIGKILL);
  while (::waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
  }
  ::_exit(0);
}

}  // namespace

void run_zygote(const WorkerJob& job, const WorkerLimits& limits, const Namespaces& namespaces,
                std::vector<os::FileDescriptor> sockets) {
  zygote_signals();
  Opening opening;
  opening.namespaces = namespaces;
  ChildSetup setup;
  setup.job = &job;
  setup.limits = limits;
  setup.zygote = ::getpid();
  if (!retreat(sockets, opening, setup)) ::_exit(1);
  Zygote zygote(setup, std::move(sockets));
  zygote.try_layers(opening);
  zygote.say(opening);
  zygote.serve();
}

}  // namespace cordon::sandbox
