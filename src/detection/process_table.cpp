#include "detection/process_table.h"

#include <algorithm>
#include <span>

#include "detection/places.h"
#include "model/ascii.h"

namespace cordon::detection {
namespace {

constexpr std::string_view kClients[] = {"npm",      "npx",      "npm-cli.js", "npx-cli.js", "pnpm",    "pnpx",
                                         "pnpm.cjs", "pnpm.mjs", "yarn",       "yarnpkg",    "yarn.js", "yarn.cjs",
                                         "bun",      "bunx",     "corepack",   "corepack.js"};
constexpr std::string_view kInterpreters[] = {"node", "nodejs", "sh", "bash", "dash", "env", "bun"};
constexpr std::size_t kMostVerbs = 8;
constexpr std::size_t kMostSteps = 3;  // env, an interpreter, the client
constexpr std::string_view kCodeOptions[] = {"-e", "-c",        "-p",       "--eval",   "--print",
                                             "-r", "--require", "--import", "--loader", "--experimental-loader"};

std::string base_name(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);           // npos + 1 is 0
  if (path.starts_with('-')) path.remove_prefix(1);  // a login shell
  std::string out(path);
  std::ranges::transform(out, out.begin(), model::ascii::lower);
  if (out.ends_with(".exe")) out.resize(out.size() - 4);
  return out;
}

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

// The first word that is no option; a word behind an option may be its value, so that the next one counts, too.
std::vector<std::string> verbs(const std::vector<std::string>& arguments, std::size_t after) {
  std::vector<std::string> out;
  for (std::size_t i = after; i < arguments.size() && out.size() < kMostVerbs; ++i) {
    if (arguments[i].starts_with('-')) continue;
    out.push_back(base_name(arguments[i]));
    const std::string& before = arguments[i - 1];
    if (i == after || !before.starts_with('-') || before.contains('=')) break;
  }
  return out;
}

// Where an interpreter's arguments name what it runs, from `at`; nothing for code among the arguments. What is loaded
// before the client may do anything in its name: then it is none, either. `assigns`: words with '=' are no program.
std::optional<std::size_t> told_to_run(const std::vector<std::string>& arguments, std::size_t at, bool assigns) {
  for (; at < arguments.size(); ++at) {
    const std::string_view argument = arguments[at];
    const std::string_view option = argument.substr(0, argument.find('='));
    if (is_one_of(option, kCodeOptions)) return std::nullopt;
    if (!argument.starts_with('-') && !(assigns && argument.contains('='))) return at;
  }
  return std::nullopt;
}

// The name comes from the file: what a program calls itself in argv[0] is whatever its starter wanted.
void find_client(Program& program, const std::vector<std::string>& foreign_folders) {
  const std::string file = plain_path(program.path, program.directory);
  std::string place = file;
  std::size_t at = 0;
  for (std::size_t step = 0; step < kMostSteps; ++step) {
    const std::string name = base_name(place);
    if (is_one_of(name, kClients)) {
      for (const std::string& folder : foreign_folders)
        if (lies_in(place, folder) || lies_in(file, folder)) return;
      program.is_client = true;
      program.client_verbs = verbs(program.arguments, at + 1);
      return;
    }
    if (!is_one_of(name, kInterpreters)) return;
    const auto next = told_to_run(program.arguments, at + 1, name == "env");
    if (!next) return;
    at = *next;
    place = plain_path(program.arguments[at], program.directory);
  }
}

}  // namespace

std::string Program::command() const {
  std::string out;
  for (const std::string& argument : arguments) {
    if (!out.empty()) out += ' ';
    out += argument;
  }
  return out.empty() ? path : out;
}

Program read_program(const model::ExecPayload& exec, const std::vector<std::string>& foreign_folders) {
  Program out;
  out.path = exec.path;
  out.arguments = exec.arguments;
  out.directory = exec.directory.value_or("");
  out.names.push_back(base_name(exec.path));
  const auto add = [&](std::string name) {
    if (!name.empty() && std::ranges::find(out.names, name) == out.names.end()) out.names.push_back(std::move(name));
  };
  if (!exec.arguments.empty()) add(base_name(exec.arguments[0]));
  if (out.names.back() == "busybox" && exec.arguments.size() > 1) add(base_name(exec.arguments[1]));
  find_client(out, foreign_folders);
  return out;
}

Process& ProcessTable::actor_of(const model::Event& event, const std::string& script) {
  const model::Actor& actor = *event.actor;
  const std::string machine = event.host + "/" + event.boot;
  const auto [process, is_new] = processes_.get({machine, actor.start_ns, actor.pid});
  if (!is_new) {
    if (process->script.empty()) process->script = script;
    return *process;
  }
  process->key = {machine, actor.start_ns, actor.pid};
  process->script = script;
  if (actor.parent_pid) {
    const Process* parent = newest(machine, *actor.parent_pid);
    if (parent != nullptr && parent->key != process->key) process->parent = parent->key;
    // A fork goes on with the program of its parent.
    if (parent != nullptr && !script.empty() && parent->script == script) process->program = parent->program;
  }
  if (!process->program && actor.executable) {
    process->program = Program();
    process->program->path = *actor.executable;
    process->program->names = {base_name(*actor.executable)};
  }
  *newest_.get({machine, actor.pid}).first = process->key;
  return *process;
}

Process* ProcessTable::newest(const std::string& machine, std::uint32_t pid) {
  const ProcessKey* key = newest_.find({machine, pid});
  return key == nullptr ? nullptr : processes_.find(*key);
}

std::vector<std::string> ProcessTable::ancestors(const Process& process) {
  std::vector<std::string> out(process.earlier.rbegin(), process.earlier.rend());
  const Process* at = &process;
  for (std::size_t up = 0; up < kMostAncestors; ++up) {
    at = parent_of(*at);
    if (at == nullptr || at->script != process.script) break;
    if (at->program) out.insert(out.end(), at->program->names.begin(), at->program->names.end());
    out.insert(out.end(), at->earlier.rbegin(), at->earlier.rend());
  }
  return out;
}

}  // namespace cordon::detection
