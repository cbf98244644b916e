#include "sandbox/signals.h"

#include <csignal>

namespace cordon::sandbox {
namespace {

// Sent to a group as a whole; SIGPIPE where nobody reads.
constexpr int kIgnored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};

}  // namespace

void zygote_signals() {
  struct sigaction standard{};
  standard.sa_handler = SIG_DFL;
  for (int number = 1; number <= SIGRTMAX; ++number) ::sigaction(number, &standard, nullptr);  // some cannot be set
  struct sigaction ignored{};
  ignored.sa_handler = SIG_IGN;
  for (const int number : kIgnored) ::sigaction(number, &ignored, nullptr);
  sigset_t held;
  sigemptyset(&held);
  sigaddset(&held, SIGCHLD);
  ::sigprocmask(SIG_SETMASK, &held, nullptr);
}

void default_signals() {
  struct sigaction standard{};
  standard.sa_handler = SIG_DFL;
  for (const int number : kIgnored) ::sigaction(number, &standard, nullptr);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace cordon::sandbox
