#include "inspect/install_reachable.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "inspect/gyp_file.h"
#include "inspect/paths.h"
#include "inspect/shell.h"
#include "javascript/asked_modules.h"

namespace cordon::inspect {
namespace {

constexpr std::uint32_t kMostGypFiles = 64, kMostGypBytes = 4u << 20;  // of one file
constexpr std::size_t kMostSteps = 16;                                 // that are told of a way
constexpr std::size_t kMostPatterns = 64;                              // "npm-run-all build:*", "node lib/*.js"
constexpr std::size_t kMostLike = 16;                                  // that a pattern of files names
constexpr std::string_view kBins = "node_modules/.bin/";

bool is_script_path(std::string_view name) {
  for (const std::string_view ending : {".js", ".cjs", ".mjs", ".sh", ".bash", ".py", ".ps1", ".bat", ".ts"})
    if (name.size() > ending.size() && name.ends_with(ending)) return true;
  return false;
}

// "a" of "a", "build:js" of "build:*".
bool is_named(std::string_view script, std::string_view pattern) {
  const std::size_t star = pattern.find('*');
  return star == std::string_view::npos ? script == pattern : script.starts_with(pattern.substr(0, star));
}

Limits manifest_limits() {
  Limits out;
  out.bytes = 8u << 20;
  return out;
}

// Where a command or code stands, and how one gets there.
struct Place {
  std::string path;
  std::uint32_t line = 0;
  std::vector<std::string> why;
  bool by_gyp = false;
  std::string root, folder;  // of the package, and of the file
};

class Walk {
 public:
  Walk(const PackageManifest& manifest, const PackageIndex& files, const OwnHosts& own, const ReachLimits& limits)
      : manifest_(manifest), files_(files), own_(own), limits_(limits) {}

  InstallReachable run() {
    bins("", manifest_);
    package("", manifest_);
    for (const std::string_view folder : files_.bundled()) bundled(std::string(folder));
    for (std::size_t command = 0, code = 0, next = 0;;) {
      if (command < out_.commands.size()) follow(command++);
      else if (code < out_.code.size()) inline_code(code++);
      else if (next < out_.files.size()) file(next++);
      else break;
    }
    return std::move(out_);
  }

 private:
  // What npm runs of a package by itself.
  void package(const std::string& root, const PackageManifest& manifest) {
    const std::size_t before = out_.commands.size();
    const std::string path = path_from(root, "package.json"), gyp_path = path_from(root, "binding.gyp");
    for (const std::string_view event : {"preinstall", "install", "postinstall"})
      for (const Script& script : manifest.scripts)
        if (script.name == event && !script.text.empty())
          command({CommandSource::script, script.text, path, script.line, {std::string(event)}, root, {}}, false);
    const bool has_gyp = files_.find(gyp_path) != nullptr;
    // "gypfile": false keeps npm from it where the registry's document says so, not where the archive alone does.
    const bool may_build = root.empty() || manifest.gypfile.value_or(true);
    const bool builds =
        has_gyp && may_build && script_of(manifest, "install").empty() && script_of(manifest, "preinstall").empty();
    if (builds) command({CommandSource::build, "node-gyp rebuild", gyp_path, 1, {"install"}, root, {}}, false);
    // A script may start that build as well; a file that nothing starts runs nothing.
    if (has_gyp && out_.commands.size() > before) gyp_files(root);
  }

  // A package in node_modules comes with this one, and npm runs its scripts as it runs those of any other.
  void bundled(const std::string& root) {
    const PackageFile* file = files_.find(path_from(root, "package.json"));
    auto read = read_package_manifest(file->content, manifest_limits());
    if (!read) return stopped(file->path, 0, to_string(read.error().code), read.error().message);
    bins(root, *read);
    const bool runs =
        std::ranges::any_of(read->scripts, [](const Script& each) { return is_install_event(each.name); });
    if (!runs && files_.find(path_from(root, "binding.gyp")) == nullptr) return;
    package(root, bundled_.emplace(root, std::move(*read)).first->second);
  }

  void bins(const std::string& root, const PackageManifest& manifest) {
    for (const auto& [name, path] : normal_bin(manifest.name, manifest.bin)) bins_.emplace(name, path_from(root, path));
  }

  const PackageManifest& manifest_of(const std::string& root) const {
    const auto found = bundled_.find(root);
    return found == bundled_.end() ? manifest_ : found->second;
  }

  void command(ReachedCommand&& each, bool is_called) {
    if (out_.commands.size() == limits_.commands) {
      stopped(each.path, each.line, "too_many", each.text);
      return;
    }
    if (is_called && !called_.emplace(each.root, each.why.back()).second) return;
    each.reading = read_shell(each.text, kScriptLimits);
    out_.commands.push_back(std::move(each));
  }

  void stopped(std::string_view path, std::uint32_t line, std::string_view reason, std::string_view name) {
    if (out_.not_followed.size() < limits_.files)
      out_.not_followed.push_back({std::string(path), line, std::string(reason), std::string(name.substr(0, 200))});
  }

  // node-gyp reads three of them by itself.
  void gyp_files(const std::string& root) {
    std::set<std::string> seen;
    std::vector<std::string> pending;
    for (const char* name : {"binding.gyp", "config.gypi", "common.gypi"})
      if (const std::string path = path_from(root, name); files_.find(path) != nullptr && seen.insert(path).second)
        pending.push_back(path);
    for (std::size_t i = 0; i < pending.size(); ++i) gyp_file(root, std::string(pending[i]), seen, pending);
  }

  void gyp_file(const std::string& root, const std::string& path, std::set<std::string>& seen,
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
  void follow(std::size_t index) {
    const ReachedCommand each = out_.commands[index];
    const bool by_gyp = each.source == CommandSource::gyp;
    const std::string folder(by_gyp ? folder_of(each.path) : std::string_view(each.root));
    const Place at{each.path, each.line, each.why, by_gyp, each.root, folder};
    started(each.reading, at);
    for (const std::string& code : each.reading.code) add_code(code, at);
    if (!each.reading.is_complete) stopped(each.path, each.line, "too_large", each.text);
  }

  void add_code(const std::string& code, const Place& at) {
    if (out_.code.size() == limits_.commands) return stopped(at.path, at.line, "too_many", code);
    if (evaluated_.emplace(place_of(at), code).second)
      out_.code.push_back({code, at.path, at.line, at.why, at.by_gyp, at.root, at.folder, {}});
  }

  // What decides which files a name in it means.
  static std::string place_of(const Place& at) { return at.root + '\n' + at.folder; }

  void inline_code(std::size_t index) {
    const ReachedCode each = out_.code[index];
    const Place at{each.path, each.line, each.why, each.by_gyp, each.root, each.folder};
    bytes_ += each.code.size();
    if (bytes_ > limits_.bytes) return stopped(each.path, each.line, "too_large", each.code);
    CodeFacts facts = read_code(each.code, own_, limits_.code);
    const CodeStarts starts = std::exchange(facts.starts, {});
    out_.code[index].facts = std::move(facts);
    modules(each.code, at);
    code_starts(starts, at);
  }

  // What code starts by commands, evaluates, and loads by names that are put together.
  void code_starts(const CodeStarts& starts, const Place& at) {
    Place in_root = at;
    in_root.folder = at.root;
    for (const std::string& text : starts.commands) {
      if (!ran_.emplace(place_of(at), text).second) continue;
      const ShellReading reading = read_shell(text);
      started(reading, at);
      for (const std::string& code : reading.code) add_code(code, in_root);
      if (!reading.is_complete) stopped(at.path, at.line, "too_large", text);
    }
    for (const std::string& code : starts.code) add_code(code, at);
    for (const std::string& name : starts.files) loaded_by_text(name, at);
  }

  // "./x" of this file's folder, or of the package's; a folder that only the code knows is most often its own.
  void loaded_by_text(std::string_view name, const Place& at) {
    while (name.starts_with(kHole)) name.remove_prefix(1);
    while (name.starts_with('/')) name.remove_prefix(1);
    if (name.empty()) return;
    for (const std::string& folder : {at.folder, at.root})
      if (const PackageFile* found = files_.module(folder, name)) return reached(*found, Starter::loaded, at);
  }

  void started(const ShellReading& reading, const Place& at) {
    for (const StartedFile& each : reading.files) started_file(each, at);
    for (const std::string& name : reading.scripts) script(name, at);
    for (const std::string& program : reading.programs) bin(program, at);
    for (const std::string& code : reading.unread) stopped(at.path, at.line, "language", code);
  }

  void started_file(const StartedFile& each, const Place& at) {
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
  bool all_like(const StartedFile& each, const Place& at) {
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

  const PackageFile* started_in(std::string_view name, const std::string& folder, const Place& at) const {
    for (const std::string& begin : {at.root, at.folder})
      for (const std::string& from : {folder.empty() ? begin : path_from(begin, folder), begin})
        if (const PackageFile* found = files_.module(from, name)) return found;
    return nullptr;
  }

  void script(const std::string& name, const Place& at) {
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
      return bin(name, at);
    }
    for (const std::string& each : {"pre" + name, name, "post" + name})
      if (const auto found = scripts->second.find(each); found != scripts->second.end())
        for (const Script* script : found->second) called(*script, at);
  }

  void called(const Script& script, const Place& at) {
    std::vector<std::string> through = at.why;
    if (through.size() >= kMostSteps) through.pop_back();
    through.push_back("npm run " + script.name);
    const CommandSource source = at.by_gyp ? CommandSource::gyp : CommandSource::called;
    command({source, script.text, path_from(at.root, "package.json"), script.line, std::move(through), at.root, {}},
            true);
  }

  using Scripts = std::map<std::string_view, std::vector<const Script*>>;

  std::map<std::string, Scripts>::const_iterator scripts_of(const std::string& root) {
    const auto [at, is_new] = scripts_.try_emplace(root);
    if (is_new)
      for (const Script& each : manifest_of(root).scripts) at->second[each.name].push_back(&each);
    return at;
  }

  // A command that the package itself, or one that it brings along, puts into the path.
  void bin(std::string_view name, const Place& at) {
    if (const auto found = bins_.find(name); found != bins_.end())
      if (const PackageFile* file = files_.module("", found->second)) reached(*file, Starter::itself, at);
  }

  void reached(const PackageFile& file, Starter by, const Place& at) {
    const FileLanguage language = language_of(file, by);
    if (language == FileLanguage::data || !seen_.emplace(file.path, language).second) return;
    if (out_.files.size() == limits_.files) return stopped(file.path, 0, "too_many", file.path);
    out_.files.push_back({&file, language, at.why, at.by_gyp, at.root, {}});
  }

  // What a file of the package loads and starts.
  void file(std::size_t index) {
    const ReachedFile each = out_.files[index];
    const std::string path(each.file->path);
    if (each.language != FileLanguage::javascript && each.language != FileLanguage::shell) return;
    bytes_ += each.file->content.size();
    if (bytes_ > limits_.bytes) return stopped(path, 0, "too_large", path);
    Place at{path, 0, each.why, each.by_gyp, each.root, std::string(folder_of(path))};
    if (at.why.size() < kMostSteps) at.why.push_back(path);
    if (each.language == FileLanguage::javascript) {
      CodeFacts facts = read_code(each.file->content, own_, limits_.code);
      const CodeStarts starts = std::exchange(facts.starts, {});
      out_.files[index].facts = std::move(facts);
      modules(each.file->content, at);
      return code_starts(starts, at);
    }
    const ShellReading reading = read_shell(each.file->content, kScriptLimits);
    started(reading, at);
    if (!reading.is_complete) stopped(path, 0, "too_large", path);
    at.folder = each.root;
    for (const std::string& code : reading.code) add_code(code, at);
  }

  void modules(std::string_view code, const Place& at) {
    std::map<std::string, std::vector<std::string>, std::less<>> homes;  // of the packages that it asks for
    const javascript::AskedCounts counts = javascript::asked_modules(code, [&](javascript::AskedModule&& module) {
      if (module.is_beginning) return;
      if (module.by == javascript::AskedBy::literal) return literal(module.name, at);
      if (module.name.starts_with('.')) {
        if (const PackageFile* found = files_.module(at.folder, module.name)) reached(*found, Starter::loaded, at);
        else stopped(at.path, 0, "missing", module.name);
      } else if (module.name.starts_with('#')) {
        if (imported_.insert(at.root).second)
          for (const std::string& each : manifest_of(at.root).imported_names) loaded(at.root, each, at);
      } else {
        package_module(module.name, at, homes);
      }
    });
    if (counts.computed > 0) stopped(at.path, 0, "computed", std::to_string(counts.computed) + " modules");
  }

  void literal(std::string_view name, const Place& at) {
    if (!is_script_path(name)) return;
    while (name.starts_with('/')) name.remove_prefix(1);
    const PackageFile* found = files_.find(path_from(at.folder, name));
    if (found == nullptr) found = files_.find(path_from(at.root, name));
    if (found != nullptr) reached(*found, Starter::named, at);
  }

  void loaded(std::string_view folder, std::string_view name, const Place& at) {
    if (const PackageFile* found = files_.module(folder, name)) reached(*found, Starter::loaded, at);
  }

  // "dep" and "dep/x": of a package in node_modules, or of this one by its own name.
  void package_module(std::string_view name, const Place& at,
                      std::map<std::string, std::vector<std::string>, std::less<>>& homes) {
    const std::string_view package = package_name_in(name);
    const std::string_view inside = name.size() > package.size() ? name.substr(package.size() + 1) : ".";
    // A package knows itself by its name only where it says what it exports.
    if (package == manifest_of(at.root).name && !files_.entries_of(at.root).exported.empty())
      package_entries(at.root, inside, at);
    if (!files_.has_bundled(package)) return;
    const auto [known, is_new] = homes.try_emplace(std::string(package));
    if (is_new) known->second = files_.homes_of(package, at.folder);
    for (const std::string& home : known->second) package_entries(path_from(home, package), inside, at);
  }

  // "exports" may give any of its files for any of its names; which, only a condition says.
  void package_entries(const std::string& folder, std::string_view inside, const Place& at) {
    loaded(folder, inside, at);
    if (!exported_.insert(folder).second) return;
    for (const std::string& each : files_.entries_of(folder).exported) loaded(folder, each, at);
  }

  const PackageManifest& manifest_;
  const PackageIndex& files_;
  const OwnHosts& own_;
  const ReachLimits& limits_;
  InstallReachable out_;
  std::map<std::string, PackageManifest, std::less<>> bundled_;  // that run something, by their folders
  std::map<std::string, std::string, std::less<>> bins_;         // of all of them: paths by names
  std::map<std::string, Scripts> scripts_;                       // of a folder's package, by their names
  std::set<std::pair<std::string, std::string>> patterns_;
  std::set<std::pair<std::string, std::string>> called_;
  std::set<std::pair<std::string_view, FileLanguage>> seen_;
  std::set<std::string> exported_, imported_;
  std::set<std::pair<std::string, std::string>> ran_, evaluated_;  // commands and code of code, by place_of
  std::uint64_t bytes_ = 0;
};

}  // namespace

InstallReachable reach(const PackageManifest& manifest, const PackageIndex& files, const OwnHosts& own,
                       const ReachLimits& limits) {
  return Walk(manifest, files, own, limits).run();
}

}  // namespace cordon::inspect
