// `cordon gate exec`: one command behind a gate of its own.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/text.h"
#include "cli/environment.h"
#include "cli/gate_commands.h"
#include "cli/restore_lockfiles.h"
#include "cli/running_gate.h"

namespace cordon::cli {
namespace {

constexpr int kNotFound = 127, kNotStarted = 126, kBySignal = 128;

// How each client is told of a registry so that no file of a project overrules it.
std::vector<std::string> environment_for(const std::string& registry) {
  std::vector<std::string> out;
  for (std::string& line : environment_lines()) {
    const std::string name = line.substr(0, line.find('='));
    bool is_ours = false;
    for (const char* ours : {"npm_config_registry", "NPM_CONFIG_REGISTRY", "pnpm_config_registry", "YARN_REGISTRY",
                             "YARN_NPM_REGISTRY_SERVER", "YARN_UNSAFE_HTTP_WHITELIST", "BUN_CONFIG_REGISTRY"})
      is_ours = is_ours || name == ours;
    if (!is_ours) out.push_back(std::move(line));
  }
  for (const char* name : {"npm_config_registry", "pnpm_config_registry", "YARN_REGISTRY", "YARN_NPM_REGISTRY_SERVER",
                           "BUN_CONFIG_REGISTRY"})
    out.push_back(std::string(name) + "=" + registry);
  out.emplace_back("YARN_UNSAFE_HTTP_WHITELIST=127.0.0.1");
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// Runs it in the foreground: a terminal's interrupt reaches it, and we wait for what it makes of it.
int run(std::vector<std::string> command, const std::string& registry) {
  std::vector<std::string> environment = environment_for(registry);
  const std::vector<char*> arguments = pointers(command), variables = pointers(environment);
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGQUIT, SIG_IGN);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t ordinary;
  ::sigemptyset(&ordinary);
  ::sigaddset(&ordinary, SIGINT);
  ::sigaddset(&ordinary, SIGQUIT);
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
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? kBySignal + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Result<int> gate_exec(const GateArguments& arguments) {
  const std::unique_ptr<RunningGate> running = TRY(RunningGate::start(arguments, true));
  const std::string base = "http://127.0.0.1:" + std::to_string(running->gate().port()) + "/";
  const int code = run(arguments.command, base);
  std::error_code error;
  const std::string folder = std::filesystem::current_path(error).string();
  std::vector<RegistryBehind> registries;
  for (const gate::Upstream& each : running->options().upstreams)
    registries.push_back({each.scope, each.base, each.is_default});
  const auto restored = restore_lockfiles(folder, base, registries);
  if (!restored) return std::unexpected(restored.error());
  running->gate().stop(1);
  const gate::GateCounts counts = running->gate().counts();
  if (counts.refused > 0 && !arguments.common.quiet)
    std::fputs(("cordon: the gate refused " + std::to_string(counts.refused) +
                (counts.refused == 1 ? " request" : " requests") + "; 'cordon gate explain' says why\n")
                   .c_str(),
               stderr);
  return code;
}

}  // namespace cordon::cli
