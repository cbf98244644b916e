#include "inspect/install_reachable.h"

#include <algorithm>
#include <set>

#include "inspect/gyp_file.h"
#include "inspect/paths.h"
#include "inspect/shell.h"
#include "javascript/asked_modules.h"

namespace cordon::inspect {
namespace {

constexpr std::uint32_t kMostGypFiles = 64, kMostGypBytes = 4u << 20;  // of one file

bool is_script_path(std::string_view name) {
  for (const std::string_view ending : {".js", ".cjs", ".mjs", ".sh", ".bash", ".py", ".ps1", ".bat", ".ts"})
    if (name.size() > ending.size() && name.ends_with(ending)) return true;
  return false;
}

class Walk {
 public:
  Walk(const PackageManifest& manifest, const PackageIndex& files, const ReachLimits& limits)
      : manifest_(manifest), files_(files), limits_(limits) {}

  InstallReachable run() {
    for (const std::string_view event : {"preinstall", "install", "postinstall"})
      for (const Script& script : manifest_.scripts)
        if (script.name == event && !script.text.empty())
          command({CommandSource::script, script.text, "package.json", script.line, {std::string(event)}, {}}, false);
    const PackageFile* gyp = files_.find("binding.gyp");
    const bool builds = gyp != nullptr && manifest_.gypfile.value_or(true) && script_of(manifest_, "install").empty() &&
                        script_of(manifest_, "preinstall").empty();
    if (builds) command({CommandSource::build, "node-gyp rebuild", "binding.gyp", 1, {"install"}, {}}, false);
    // A script may start that build as well; a file that nothing starts runs nothing.
    if (gyp != nullptr && out_.runs()) gyp_files();
    for (std::size_t i = 0; i < out_.commands.size() || next_file_ < out_.files.size();) {
      if (i < out_.commands.size()) follow(i++);
      else file(next_file_++);
    }
    return std::move(out_);
  }

 private:
  void command(ReachedCommand&& each, bool is_called) {
    if (out_.commands.size() == limits_.commands) {
      stopped(each.path, each.line, "too_many", each.text);
      return;
    }
    if (is_called && !called_.insert(each.why.back()).second) return;
    each.reading = read_shell(each.text);
    out_.commands.push_back(std::move(each));
  }

  void stopped(std::string_view path, std::uint32_t line, std::string_view reason, std::string_view name) {
    if (out_.not_followed.size() < limits_.files)
      out_.not_followed.push_back({std::string(path), line, std::string(reason), std::string(name.substr(0, 200))});
  }

  void gyp_files() {
    out_.has_gyp = true;
    std::set<std::string> seen{"binding.gyp"};
    std::vector<std::string> pending{"binding.gyp"};
    for (std::size_t i = 0; i < pending.size(); ++i) {
      const std::string path = pending[i];
      const PackageFile* file = files_.find(path);
      if (file == nullptr) {
        stopped(path, 0, "missing", path);
        continue;
      }
      Limits gyp_limits;
      gyp_limits.bytes = kMostGypBytes;
      const auto gyp = parse_gyp(file->content, gyp_limits);
      if (!gyp) {
        stopped(path, gyp.error().line, to_string(gyp.error().code), path);
        continue;
      }
      for (const GypCommand& each : gyp->commands)
        command({CommandSource::gyp, each.text, path, each.line, {"install", path}, {}}, false);
      for (const Error& problem : gyp->problems) stopped(path, problem.line, to_string(problem.code), path);
      for (const GypInclude& include : gyp->includes) {
        const std::string inside = path_from(folder_of(path), include.path);
        if (inside.empty() || include.path.find_first_of("<>^$") != std::string::npos)
          stopped(path, include.line, inside.empty() ? "outside" : "computed", include.path);
        else if (seen.size() == kMostGypFiles) stopped(path, include.line, "too_many", include.path);
        else if (seen.insert(inside).second) pending.push_back(inside);
      }
    }
  }

  // What a command starts.
  void follow(std::size_t index) {
    const ReachedCommand each = out_.commands[index];
    const bool by_gyp = each.source == CommandSource::gyp;
    started(each.reading, each.path, each.line, each.why, by_gyp, "");
    for (const std::string& code : each.reading.code) {
      out_.code.push_back({code, static_cast<std::uint32_t>(index)});
      modules(code, "", each.path, each.why, by_gyp);
    }
    if (!each.reading.is_complete) stopped(each.path, each.line, "too_large", each.text);
  }

  void started(const ShellReading& reading, const std::string& path, std::uint32_t line,
               const std::vector<std::string>& why, bool by_gyp, std::string_view folder) {
    for (const std::string& name : reading.files) {
      const PackageFile* found = files_.module("", name);
      if (found == nullptr && !folder.empty()) found = files_.module(folder, name);
      if (found != nullptr) reached(*found, why, by_gyp);
      else if (name.find_first_of("$%\x01") != std::string::npos) stopped(path, line, "computed", name);
      else if (name.find("node_modules") == std::string::npos) stopped(path, line, "missing", name);
    }
    for (const std::string& name : reading.scripts)
      for (const std::string& each : {"pre" + name, name, "post" + name})
        for (const Script& script : manifest_.scripts)
          if (script.name == each) {
            std::vector<std::string> through = why;
            through.push_back("npm run " + each);
            command({by_gyp ? CommandSource::gyp : CommandSource::called,
                     script.text,
                     "package.json",
                     script.line,
                     std::move(through),
                     {}},
                    true);
          }
  }

  void reached(const PackageFile& file, const std::vector<std::string>& why, bool by_gyp) {
    if (!seen_.insert(file.path).second) return;
    if (out_.files.size() == limits_.files) return stopped(file.path, 0, "too_many", file.path);
    const FileLanguage language = language_of(file);
    if (language == FileLanguage::data) return;
    out_.files.push_back({&file, language, why, by_gyp});
  }

  // What a file of the package loads and starts.
  void file(std::size_t index) {
    const ReachedFile each = out_.files[index];
    const std::string path(each.file->path);
    if (each.language != FileLanguage::javascript && each.language != FileLanguage::shell) return;
    bytes_ += each.file->content.size();
    if (bytes_ > limits_.bytes) return stopped(path, 0, "too_large", path);
    std::vector<std::string> why = each.why;
    if (why.size() < 16) why.push_back(path);
    if (each.language == FileLanguage::shell) {
      const ShellReading reading = read_shell(each.file->content);
      started(reading, path, 0, why, each.by_gyp, folder_of(path));
      for (const std::string& code : reading.code) modules(code, "", path, why, each.by_gyp);
    } else {
      modules(each.file->content, folder_of(path), path, why, each.by_gyp);
    }
  }

  void modules(std::string_view code, std::string_view folder, const std::string& path,
               const std::vector<std::string>& why, bool by_gyp) {
    const javascript::AskedCounts counts = javascript::asked_modules(code, [&](javascript::AskedModule&& module) {
      const bool is_loaded = module.by != javascript::AskedBy::literal;
      if (module.is_beginning) return;
      if (is_loaded && module.name.starts_with('.')) {
        if (const PackageFile* found = files_.module(folder, module.name)) reached(*found, why, by_gyp);
        else stopped(path, 0, "missing", module.name);
      } else if (!is_loaded && is_script_path(module.name)) {
        std::string_view name = module.name;
        while (name.starts_with('/')) name.remove_prefix(1);
        const PackageFile* found = files_.find(path_from(folder, name));
        if (found == nullptr) found = files_.find(path_from("", name));
        if (found != nullptr) reached(*found, why, by_gyp);
      }
    });
    if (counts.computed > 0) stopped(path, 0, "computed", std::to_string(counts.computed) + " modules");
  }

  const PackageManifest& manifest_;
  const PackageIndex& files_;
  const ReachLimits& limits_;
  InstallReachable out_;
  std::set<std::string> called_;
  std::set<std::string_view> seen_;
  std::size_t next_file_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace

InstallReachable reach(const PackageManifest& manifest, const PackageIndex& files, const ReachLimits& limits) {
  return Walk(manifest, files, limits).run();
}

}  // namespace cordon::inspect
