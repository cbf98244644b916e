#include "cli/interrupt.h"

#include <csignal>
#include <initializer_list>

namespace cordon::cli {
namespace {

// Signal handlers reach nothing else.
volatile std::sig_atomic_t noted = 0, hung_up = 0;

void note(int) { noted = noted + 1; }
void note_hangup(int) { hung_up = 1; }

}  // namespace

void catch_interrupts() {
  struct sigaction action{};
  action.sa_handler = note;
  action.sa_flags = SA_RESETHAND;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() { return noted != 0; }

void hold_interrupts() {
  struct sigaction action{};
  action.sa_handler = note;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(signal, &action, nullptr);
  std::signal(SIGQUIT, SIG_IGN);
}

int interrupts() { return noted; }

void catch_hangups() {
  struct sigaction action{};
  action.sa_handler = note_hangup;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGHUP, &action, nullptr);
}

bool take_hangup() {
  const bool came = hung_up != 0;
  hung_up = 0;
  return came;
}

}  // namespace cordon::cli
