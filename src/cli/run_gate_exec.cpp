// `cordon gate exec`: one command behind a gate of its own.
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <string_view>

#include "app/past_gate.h"
#include "base/file_tree.h"
#include "base/os/file_descriptor.h"
#include "base/text.h"
#include "cli/command_folders.h"
#include "cli/environment.h"
#include "cli/gate_commands.h"
#include "cli/gate_environment.h"
#include "cli/interrupt.h"
#include "cli/lockfile_detour.h"
#include "cli/restore_lockfiles.h"
#include "cli/running_gate.h"

namespace cordon::cli {
namespace {

constexpr int kLookMs = 200;
constexpr std::size_t kMostTold = 10;
constexpr int kNotFound = 127, kNotStarted = 126, kBySignal = 128;

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// Waits for it, and hands on that we are to end. Where the kernel has no descriptors of processes nothing is handed on.
void end_with_us(pid_t child) {
  const os::FileDescriptor process(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  if (process.get() < 0) return;
  pollfd ended{process.get(), POLLIN, 0};
  int told = 0;
  while (::poll(&ended, 1, kLookMs) <= 0) {
    if (interrupts() == told) continue;
    told = interrupts();
    ::kill(child, SIGTERM);
  }
}

// Runs it in the foreground: a terminal's interrupt reaches it, and we wait for what it makes of it.
int run(std::vector<std::string> command, std::vector<std::string> environment) {
  const std::vector<char*> arguments = pointers(command), variables = pointers(environment);
  std::signal(SIGINT, SIG_IGN);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t ordinary;
  ::sigemptyset(&ordinary);
  ::sigaddset(&ordinary, SIGINT);
  ::sigaddset(&ordinary, SIGQUIT);
  ::sigaddset(&ordinary, SIGTERM);
  ::posix_spawnattr_setsigdefault(&attributes, &ordinary);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, arguments[0], nullptr, &attributes, arguments.data(), variables.data());
  ::posix_spawnattr_destroy(&attributes);
  if (failed != 0) {
    std::fputs(("cordon: cannot run " + text::visible(command[0]) + ": " + std::strerror(failed) + "\n").c_str(),
               stderr);
    // A folder of PATH that we may not look into is said instead of "not there".
    const bool is_absent = failed == ENOENT || (failed == EACCES && command[0].find('/') == std::string::npos);
    return is_absent ? kNotFound : kNotStarted;
  }
  end_with_us(child);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? kBySignal + WTERMSIG(status) : WEXITSTATUS(status);
}

void tell(std::string_view line) { std::fputs(("cordon: " + text::visible(line, 1'000) + "\n").c_str(), stderr); }

// What the command goes past the gate by, although its environment names the gate.
void tell_past(const std::vector<std::string>& command, const std::string& base,
               const std::vector<std::string>& environment, std::vector<std::string> scopes) {
  std::vector<model::GateNotice> notices = past_by_words(environment, command);
  const auto project = open_directory(".");
  std::vector<model::FileUnread> unread;  // told by commands that judge
  for (const model::Client client : app::clients_of_command(command, ".")) {
    app::PastGate past;
    past.client = client;
    past.url = base;
    past.user = load_client_config(unread);
    for (const model::Client each : {model::Client::npm, model::Client::pnpm, model::Client::yarn_classic,
                                     model::Client::yarn_berry, model::Client::bun})
      past.user.environment[static_cast<std::size_t>(each)] =
          inventory::read_config_environment(each, environment, unread);
    // npm's variables of scopes are heeded by pnpm up to 10 alone.
    past.user.environment[static_cast<std::size_t>(model::Client::pnpm)].scopes.clear();
    past.project = project ? project->get() : nullptr;
    past.gate_scopes = scopes;
    past.without_proxy = true;
    for (model::GateNotice& each : app::past_gate(past, unread)) notices.push_back(std::move(each));
  }
  std::vector<std::string> told;
  for (const model::GateNotice& each : notices) {
    if (std::ranges::find(told, each.text) != told.end()) continue;
    if (told.size() == kMostTold) return tell("and more: 'cordon scan' names all of it");
    told.push_back(each.text);
    tell(each.text + (each.advice ? " (" + *each.advice + ")" : ""));
  }
}

// Whether the command is a client's that installs something, by its words: others need not ask.
bool is_installation(const std::vector<std::string>& command) {
  constexpr std::string_view kVerbs[] = {"install", "i", "ci", "add", "update", "up", "upgrade"};
  const auto client = app::client_of_words(command);
  if (!client) return false;
  const bool is_bare_yarn = *client == model::Client::yarn_classic && command.back().find("yarn") != std::string::npos;
  return is_bare_yarn || std::ranges::any_of(command, [&](const std::string& word) {
           return std::ranges::find(kVerbs, word) != std::end(kVerbs);
         });
}

void tell_counts(const gate::GateCounts& counts, const std::vector<std::string>& command) {
  if (counts.refused > 0)
    tell("the gate refused " + std::to_string(counts.refused) + (counts.refused == 1 ? " request" : " requests") +
         "; 'cordon gate explain' says why");
  if (counts.documents + counts.archives + counts.refused + counts.unchanged + counts.failed == 0 &&
      is_installation(command))
    tell(
        "the gate was asked for nothing: what was installed lay in the client's cache, or came from elsewhere; 'cordon "
        "scan' judges what is there by now");
}

}  // namespace

Result<int> gate_exec(const GateArguments& arguments) {
  const std::unique_ptr<RunningGate> running = TRY(RunningGate::start(arguments, true));
  const std::string base = "http://127.0.0.1:" + std::to_string(running->gate().port()) + "/";
  std::error_code error;
  const std::string folder = std::filesystem::current_path(error).string();
  std::vector<std::string> scopes;
  std::vector<RegistryBehind> registries;
  for (const gate::Upstream& each : running->options().upstreams) {
    registries.push_back({each.scope, each.base, each.is_default});
    if (!each.scope.empty()) scopes.push_back(each.scope);
  }
  // What ends us ends the command, and from here on lockfiles are put back whatever comes.
  hold_interrupts();
  const std::vector<std::string> folders = lockfile_folders(arguments.command, folder);
  std::vector<LockfileDetour> detours;
  for (const std::string& each : folders) {
    detours.emplace_back(each, running->options().folder + "/lockfiles", registries);
    const Result<void> begun = detours.back().begin(base);
    // A folder that we may not write is not the command's fault: what its lockfiles name is told below.
    if (!begun) tell("lockfiles stay as they are: " + begun.error().describe());
  }
  std::vector<std::string> environment = environment_behind_gate(environment_lines(), base, scopes);
  if (!arguments.common.quiet) tell_past(arguments.command, base, environment, scopes);
  const int code = interrupted() ? kBySignal + SIGTERM : run(arguments.command, std::move(environment));
  Result<void> restored;
  for (LockfileDetour& each : detours)
    if (auto ended = each.end(); !ended) restored = ended;
  const auto real_address = [&](std::string_view path) { return running->gate().unusual_address(path); };
  for (const std::string& each : folders)
    if (auto written = restore_lockfiles(each, base, registries, real_address); !written)
      restored = std::unexpected(written.error());
  if (!restored) return std::unexpected(restored.error());
  running->gate().stop(1);
  if (!arguments.common.quiet) tell_counts(running->gate().counts(), arguments.command);
  return code;
}

}  // namespace cordon::cli
