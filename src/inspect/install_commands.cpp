// The walk's part that knows commands: of scripts, of gyp's files, and what they start.
#include <algorithm>

#include "inspect/gyp_file.h"
#include "inspect/install_walk.h"

namespace cordon::inspect {
namespace {

constexpr std::uint32_t kMostGypFiles = 64, kMostGypBytes = 4u << 20;  // of one file
constexpr std::size_t kMostPatterns = 64;                              // "npm-run-all build:*", "node lib/*.js"
constexpr std::size_t kMostLike = 16;                                  // that a pattern of files names
constexpr std::string_view kBins = "node_modules/.bin/";

// "a" of "a", "build:js" of "build:*".
bool is_named(std::string_view script, std::string_view pattern) {
  const std::size_t star = pattern.find('*');
  return star == std::string_view::npos ? script == pattern : script.starts_with(pattern.substr(0, star));
}

}  // namespace

void InstallWalk::command(ReachedCommand&& each, bool is_called) {
  if (out_.commands.size() == limits_.commands) {
    stopped(each.path, each.line, "too_many", each.text);
    return;
  }
  if (is_called && !called_.emplace(each.root, each.why.back()).second) return;
  each.reading = read_shell(each.text, kScriptLimits);
  out_.commands.push_back(std::move(each));
}

// node-gyp reads three of them by itself.
void InstallWalk::gyp_files(const std::string& root) {
  std::set<std::string> seen;
  std::vector<std::string> pending;
  for (const char* name : {"binding.gyp", "config.gypi", "common.gypi"})
    if (const std::string path = path_from(root, name); files_.find(path) != nullptr && seen.insert(path).second)
      pending.push_back(path);
  for (std::size_t i = 0; i < pending.size(); ++i) gyp_file(root, std::string(pending[i]), seen, pending);
}

void InstallWalk::gyp_file(const std::string& root, const std::string& path, std::set<std::string>& seen,
                           std::vector<std::string>& pending) {
  const PackageFile* file = files_.find(path);
  if (file == nullptr) return stopped(path, 0, "missing", path);
  Limits gyp_limits;
  gyp_limits.bytes = kMostGypBytes;
  const auto gyp = parse_gyp(file->content, gyp_limits);
  if (!gyp) return stopped(path, gyp.error().line, to_string(gyp.error().code), path);
  for (const GypCommand& each : gyp->commands)
    command({CommandSource::gyp, each.text, path, each.line, {"install", path}, root, {}}, false);
  for (const Error& problem : gyp->problems) stopped(path, problem.line, to_string(problem.code), path);
  for (const GypInclude& include : gyp->includes) {
    const std::string inside = path_from(folder_of(path), include.path);
    if (inside.empty() || include.path.find_first_of("<>^$") != std::string::npos)
      stopped(path, include.line, inside.empty() ? "outside" : "computed", include.path);
    else if (seen.size() == kMostGypFiles) stopped(path, include.line, "too_many", include.path);
    else if (seen.insert(inside).second) pending.push_back(inside);
  }
}

// What a command starts. One of gyp's runs in the folder of its file.
void InstallWalk::follow(std::size_t index) {
  const ReachedCommand each = out_.commands[index];
  const bool by_gyp = each.source == CommandSource::gyp;
  const std::string folder(by_gyp ? folder_of(each.path) : std::string_view(each.root));
  const Place at{each.path, each.line, each.why, by_gyp, each.root, folder};
  started(each.reading, at);
  for (const std::string& code : each.reading.code) add_code(code, at);
  if (!each.reading.is_complete) stopped(each.path, each.line, "too_large", each.text);
}

void InstallWalk::started(const ShellReading& reading, const Place& at) {
  for (const StartedFile& each : reading.files) started_file(each, at);
  for (const std::string& name : reading.scripts) script(name, at);
  for (const std::string& program : reading.programs) bin(program, at);
  for (const std::string& code : reading.unread) stopped(at.path, at.line, "language", code);
}

void InstallWalk::started_file(const StartedFile& each, const Place& at) {
  bool found = false;
  std::vector<std::string_view> names{each.name};
  names.insert(names.end(), each.or_else.begin(), each.or_else.end());
  for (std::string_view name : names) {
    // "$(pwd)/x.js": what was put in is most often the folder itself.
    if (name.starts_with("\x01/")) name.remove_prefix(2);
    if (const PackageFile* file = started_in(name, each.folder, at)) {
      reached(*file, each.by, at);
      found = true;
    }
  }
  if (found) return;
  if (const std::size_t at_bin = each.name.find(kBins); at_bin != std::string::npos)
    return bin(std::string_view(each.name).substr(at_bin + kBins.size()), at);
  if (all_like(each, at)) return;
  if (each.name.find_first_of("$%*?\x01") != std::string::npos) stopped(at.path, at.line, "computed", each.name);
  else if (each.name.find("node_modules") == std::string::npos) stopped(at.path, at.line, "missing", each.name);
}

// "node ./i?.js": whatever file of the package is called so. What stands for a command itself may be an arm of a
// case.
bool InstallWalk::all_like(const StartedFile& each, const Place& at) {
  if (each.by == Starter::itself && !each.name.starts_with("./")) return false;
  const std::size_t first = each.name.find_first_of("*?["), last = each.name.find_last_of("*?]");
  if (first == std::string::npos || last < first || (first == 0 && last + 1 == each.name.size())) return false;
  if (patterns_.size() >= kMostPatterns) return stopped(at.path, at.line, "too_many", each.name), true;
  if (!patterns_.emplace(at.root, each.name).second) return true;
  const std::string_view end = std::string_view(each.name).substr(last + 1);
  const std::string begin = path_from(at.root, each.name.substr(0, first));
  std::size_t found = 0;
  const auto& files = files_.files();
  for (auto file = files.lower_bound(begin); file != files.end() && file->first.starts_with(begin); ++file)
    if (file->first.ends_with(end) && ++found <= kMostLike) reached(*file->second, each.by, at);
  if (found > kMostLike) stopped(at.path, at.line, "too_many", each.name);
  return found > 0;
}

const PackageFile* InstallWalk::started_in(std::string_view name, const std::string& folder, const Place& at) const {
  for (const std::string& begin : {at.root, at.folder})
    for (const std::string& from : {folder.empty() ? begin : path_from(begin, folder), begin})
      if (const PackageFile* found = files_.module(from, name)) return found;
  return nullptr;
}

void InstallWalk::script(const std::string& name, const Place& at) {
  if (name.find('*') != std::string::npos) {
    if (patterns_.size() < kMostPatterns && patterns_.emplace(at.root, name).second)
      for (const Script& each : manifest_of(at.root).scripts)
        if (is_named(each.name, name)) called(each, at);
    return;
  }
  const auto scripts = scripts_of(at.root);
  if (!scripts->second.contains(name)) {
    if (name == "start")  // what npm starts where no script says it
      if (const PackageFile* file = files_.find(path_from(at.root, "server.js"))) reached(*file, Starter::node, at);
    if (!bins_.contains(name)) stopped(at.path, at.line, "missing", "npm run " + name);
    return bin(name, at);
  }
  for (const std::string& each : {"pre" + name, name, "post" + name})
    if (const auto found = scripts->second.find(each); found != scripts->second.end())
      for (const Script* script : found->second) called(*script, at);
}

void InstallWalk::called(const Script& script, const Place& at) {
  std::vector<std::string> through = at.why;
  if (through.size() >= kMostWaySteps) through.pop_back();
  through.push_back("npm run " + script.name);
  const CommandSource source = at.by_gyp ? CommandSource::gyp : CommandSource::called;
  command({source, script.text, path_from(at.root, "package.json"), script.line, std::move(through), at.root, {}},
          true);
}

// A command that the package itself, or one that it brings along, puts into the path.
void InstallWalk::bin(std::string_view name, const Place& at) {
  if (const auto found = bins_.find(name); found != bins_.end())
    if (const PackageFile* file = files_.module("", found->second)) reached(*file, Starter::itself, at);
}

std::map<std::string, InstallWalk::Scripts>::const_iterator InstallWalk::scripts_of(const std::string& root) {
  const auto [at, is_new] = scripts_.try_emplace(root);
  if (is_new)
    for (const Script& each : manifest_of(root).scripts) at->second[each.name].push_back(&each);
  return at;
}

}  // namespace cordon::inspect
