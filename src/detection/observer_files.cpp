// What a script runs and what it does to files.
#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "detection/observer.h"
#include "model/ascii.h"
#include "rules/network.h"

namespace cordon::detection {
namespace {

constexpr std::array<std::string_view, 5> kShells = {"sh", "bash", "dash", "zsh", "ash"};
// Without their versions: "python" for python3.11.
constexpr std::array<std::string_view, 12> kInterpreters = {"node", "nodejs", "python", "perl", "ruby",      "php",
                                                            "bun",  "deno",   "lua",    "tsx",  "osascript", "pwsh"};
constexpr std::array<std::string_view, 4> kSchemes = {"http://", "https://", "ftp://", "ws://"};
constexpr std::array<std::string_view, 3> kTemporary = {"/tmp", "/var/tmp", "/dev/shm"};
// Files that the client itself keeps in the project's folder.
constexpr std::array<std::string_view, 6> kLockfiles = {
    "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"};

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool is_shell(const Program& program) {
  return std::ranges::any_of(program.names, [](const std::string& name) { return is_one_of(name, kShells); });
}

std::string base_of(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

bool is_interpreter(const Program& program) {
  return is_shell(program) || std::ranges::any_of(program.names, [](std::string_view name) {
           while (!name.empty() && (model::ascii::is_digit(name.back()) || name.back() == '.')) name.remove_suffix(1);
           return is_one_of(name, kInterpreters);
         });
}

// The file that an interpreter is told to run: its first argument that is no option. None for `sh -c` and `node -e`.
std::optional<std::string> script_file(const Program& program) {
  if (!is_interpreter(program)) return std::nullopt;
  for (std::size_t i = 1; i < program.arguments.size(); ++i) {
    const std::string& argument = program.arguments[i];
    if (argument == "-c" || argument == "-e" || argument == "-p" || argument == "--eval") return std::nullopt;
    if (!argument.starts_with('-')) return plain_path(argument, program.directory);
  }
  return std::nullopt;
}

// A program that lies in memory alone (memfd_create): nobody can look at it later.
bool is_in_memory(std::string_view path) { return path.starts_with("memfd:") || path.starts_with("/memfd:"); }

// The same for one whose file was gone when it began, except that the system replaces its own.
constexpr std::string_view kGone = " (deleted)";

// Hosts of the addresses in a command line.
std::vector<std::string> hosts_in(std::string_view command) {
  std::vector<std::string> out;
  for (std::size_t at = command.find("://"); at != std::string_view::npos; at = command.find("://", at + 3)) {
    const std::string_view before = command.substr(0, at + 3);
    const bool known = std::ranges::any_of(kSchemes, [&](std::string_view each) { return before.ends_with(each); }) ||
                       before.ends_with("wss://");
    std::string_view rest = command.substr(at);
    rest = rest.substr(0, rest.find_first_of(" \t\n'\"`|;<>()"));
    std::string host = model::Registries::host_of("http" + std::string(rest));
    if (known && !host.empty()) out.push_back(std::move(host));
  }
  return out;
}

// An address that stands alone, as downloaders take it: "198.51.100.66/x". Names without a scheme look like files.
std::optional<std::string> bare_address(std::string_view argument) {
  if (argument.starts_with('-') || argument.contains("://")) return std::nullopt;
  std::string host = model::Registries::host_of("http://" + std::string(argument));
  return rules::parse_address(host) ? std::optional(std::move(host)) : std::nullopt;
}

}  // namespace

void Observer::look_at(const model::ExecPayload& it, Observation& out, Process& process) {
  Script& script = *out.script;
  if (process.has_started && process.earlier.size() < ProcessTable::kMostEarlier)
    process.earlier.insert(process.earlier.end(), process.program->names.begin(), process.program->names.end());
  std::vector<std::string> not_of_the_system(kTemporary.begin(), kTemporary.end());
  if (!script.folders.package.empty()) not_of_the_system.push_back(script.folders.package);
  process.program = read_program(it, not_of_the_system);
  process.has_started = true;
  const Program& program = *process.program;
  if (!script.is_own && script.folders.package.empty() && program.directory.contains("/node_modules/"))
    script.folders.package = program.directory;

  std::string path = plain_path(program.path, program.directory);
  const bool is_gone = path.ends_with(kGone);
  if (is_gone) path.resize(path.size() - kGone.size());
  const auto file = script_file(program);
  const bool without_file =
      is_in_memory(program.path) ||
      (is_gone && (script.created.contains(path) || places_.place_of(path, script.folders) != "system"));
  const bool runs_created = without_file || script.created.contains(path) || (file && script.created.contains(*file));
  const std::string& ran = file && script.created.contains(*file) ? *file : path;
  out.record.set_flag(Field::process_is_created, runs_created);
  out.record.add(Field::process_place, without_file ? "other" : places_.place_of(ran, script.folders));
  if (runs_created) script.establish(Fact::ran_created, out.evidence);
  for (const std::string& each : {path, file.value_or("")}) {
    if (!lies_in(each, script.folders.package) || script.created.contains(each)) continue;
    for (const std::string_view end : {"", ".js", ".cjs", ".mjs", "/index.js"})  // as Node finds a module
      script.run_files.insert(each + std::string(end));
  }
  const Process* parent = processes_.parent_of(process);
  const bool of_client =
      parent == nullptr || parent->script != script.key || (parent->program && parent->program->is_client);
  out.record.set_flag(Field::process_is_script_shell, is_shell(program) && process.earlier.empty() && of_client);
  std::vector<std::string> hosts = hosts_in(program.command());
  for (std::size_t i = 1; i < program.arguments.size(); ++i)
    if (auto host = bare_address(program.arguments[i])) hosts.push_back(*std::move(host));
  for (const std::string& host : hosts) {
    out.record.add(Field::process_hosts, host);
    if (contacts_.kind_of_host(script.client, host) == "foreign") out.record.add(Field::process_foreign_hosts, host);
  }
}

void Observer::note_time(Observation& out, const Process& process, std::uint64_t cpu_ns, std::uint64_t elapsed_ns) {
  Script& script = *out.script;
  if (script.cpu_ns.size() < Script::kMostProcesses || script.cpu_ns.contains(process.key)) {
    std::uint64_t& known = script.cpu_ns[process.key];
    known = std::max(known, cpu_ns);
  }
  out.record.set_number(Field::process_cpu_seconds, cpu_ns / 1'000'000'000);
  if (elapsed_ns > 0) out.record.set_number(Field::process_cpu_percent, cpu_ns / (elapsed_ns / 100 + 1));
}

void Observer::look_at(const model::UsagePayload& it, Observation& out, Process& process) {
  note_time(out, process, it.cpu_ns, it.elapsed_ns);
}

void Observer::look_at(const model::ExitPayload& it, Observation& out, Process& process, const model::Event& event) {
  Script& script = *out.script;
  const std::uint64_t began = process.key.start_ns;
  note_time(out, process, it.cpu_ns, began > 0 && event.mono_ns > began ? event.mono_ns - began : 0);
  out.record.set_number(Field::exit_code, it.code);
  out.record.set_number(Field::exit_signal, it.signal);
  out.record.set_number(Field::exit_left_running, it.left_running.size());
  const auto phase = script.phases.find(out.package.phase);
  const bool ends = phase != script.phases.end() && phase->second.first == process.key;
  if (ends) phase->second.ended_ns = event.mono_ns;
  out.record.set_flag(Field::exit_ends_script, ends);
  for (const std::uint32_t pid : it.left_running) {
    const Process* left = processes_.newest(process.key.machine, pid);
    // git tidies up in the background after a clone or fetch.
    const bool tidies = left != nullptr && left->program && left->program->names.front() == "git" &&
                        !script.created.contains(left->program->path) &&
                        (left->program->command().contains(" maintenance") || left->program->command().contains(" gc"));
    if (tidies || script.survivors.size() >= Script::kMostProcesses) continue;
    script.survivors.insert(left != nullptr ? left->key : ProcessKey{process.key.machine, 0, pid});
    script.establish(Fact::survivor, out.evidence);
  }
}

// Reading is ordinary for the program whose secret it is, as long as the package did not bring that program.
void Observer::read_secret(const std::string& path, Observation& out, const Process& process) {
  Script& script = *out.script;
  const NamedPlace* secret = places_.secret(path);
  if (secret == nullptr || lies_in(path, script.folders.package)) return;
  if (path == "/proc/" + std::to_string(process.key.pid) + "/environ") return;
  if (process.program) {
    const Program& program = *process.program;
    const bool brought = script.created.contains(program.path) || lies_in(program.path, script.folders.package) ||
                         std::ranges::any_of(kTemporary, [&](auto folder) { return lies_in(program.path, folder); });
    const bool ordinary = std::ranges::any_of(secret->read_by, [&](const std::string& reader) {
      return reader == "client" ? program.is_client : base_of(program.path) == reader;
    });
    if (ordinary && !brought) return;
  }
  out.record.add(Field::file_secret, secret->kind);
  script.secrets.insert(secret->kind);
  if (secret->is_ordinary) return;
  script.establish(Fact::secret, out.evidence, out.weight);
  if (secret->kind == "npm_token" || secret->kind == "publish_token")
    script.establish(Fact::token, out.evidence, out.weight);
}

void Observer::note_written(Script& script, const std::string& path, bool was_there) {
  const std::string_view place = places_.place_of(path, script.folders);
  const bool is_own = script.created.contains(path);
  if (place == "project" && !is_one_of(base_of(path), kLockfiles)) {
    script.project_written.insert(path);
    if (was_there && !is_own) script.project_changed.insert(path);
  }
  if (place == "home" && was_there && !is_own) script.home_changed.insert(path);
}

void Observer::look_at(const model::FilePayload& it, Observation& out, Process& process) {
  using enum model::FileOperation;
  Script& script = *out.script;
  EventRecord& record = out.record;
  const std::string path = plain_path(it.path);
  const std::string target = it.operation == rename && it.target ? plain_path(*it.target) : path;
  out.weight = std::max(evidence_weight(path), evidence_weight(target));
  const bool removes = it.operation == delete_ || it.operation == rename;
  const bool writes = it.operation == write || it.operation == create || it.operation == rename;
  record.add(Field::file_operation, model::to_string(it.operation));
  record.add(Field::file_path, path);
  record.add(Field::file_name, base_of(path));
  if (target != path) {
    record.add(Field::file_path, target);
    record.add(Field::file_name, base_of(target));
    record.add(Field::file_source_place, places_.place_of(path, script.folders));
  }
  record.add(Field::file_place, places_.place_of(target, script.folders));
  record.set_flag(Field::file_is_created, script.created.contains(path));
  if (it.operation == read) return read_secret(path, out, process);

  note_own_files(out, path, target, it.operation);
  const NamedPlace* startup = places_.startup(target);
  if (startup != nullptr && !lies_in(target, script.folders.package) && (writes || it.operation == chmod)) {
    record.add(Field::file_startup, startup->kind);
    if (!startup->is_ordinary) script.establish(Fact::startup, out.evidence, out.weight);
  }
  if (removes) note_written(script, path, true);
  if (writes && target != path) note_written(script, target, false);
  if (!removes && writes) note_written(script, path, it.operation == write);
  if (writes && it.operation != write) script.created.insert(target);
  if (it.operation == rename && target != path) script.moved(path, target);
}

// A folder that is moved takes the manifest and the running script with it, one that is put there brings them.
void Observer::note_own_files(Observation& out, const std::string& path, const std::string& target,
                              model::FileOperation operation) {
  using enum model::FileOperation;
  Script& script = *out.script;
  if (script.folders.package.empty() || operation == chmod) return;
  const std::string manifest = script.folders.package + "/package.json";
  const auto takes = [&](std::string_view file, const std::string& from) {
    return file == from || (operation == rename && lies_in(file, from));
  };
  const bool moves = operation == rename && target != path;
  const bool removes = operation == delete_ || operation == rename;
  const bool manifest_goes = removes && takes(manifest, path);
  const bool script_goes =
      removes && (script.run_files.contains(path) ||
                  (moves && std::ranges::any_of(script.run_files.texts(),
                                                [&](std::string_view file) { return lies_in(file, path); })));
  if (manifest_goes) out.record.add(Field::file_effect, "manifest_removed");
  if (operation != delete_ && takes(manifest, target)) out.record.add(Field::file_effect, "manifest_written");
  if (script_goes) out.record.add(Field::file_effect, "script_removed");
  if (manifest_goes || script_goes) script.establish(Fact::removed_itself, out.evidence);
}

}  // namespace cordon::detection
