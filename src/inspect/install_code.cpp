// The walk's part that knows code: what files and texts of it load, start and evaluate.
#include "inspect/install_walk.h"
#include "javascript/asked_modules.h"

namespace cordon::inspect {
namespace {

bool is_script_path(std::string_view name) {
  for (const std::string_view ending : {".js", ".cjs", ".mjs", ".sh", ".bash", ".py", ".ps1", ".bat", ".ts"})
    if (name.size() > ending.size() && name.ends_with(ending)) return true;
  return false;
}

}  // namespace

void InstallWalk::add_code(const std::string& code, const Place& at) {
  if (out_.code.size() == limits_.commands) return stopped(at.path, at.line, "too_many", code);
  if (evaluated_.emplace(place_of(at), code).second)
    out_.code.push_back({code, at.path, at.line, at.why, at.by_gyp, at.root, at.folder, {}});
}

// What decides which files a name in it means.
std::string InstallWalk::place_of(const Place& at) { return at.root + '\n' + at.folder; }

void InstallWalk::inline_code(std::size_t index) {
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
void InstallWalk::code_starts(const CodeStarts& starts, const Place& at) {
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
void InstallWalk::loaded_by_text(std::string_view name, const Place& at) {
  while (name.starts_with(kHole)) name.remove_prefix(1);
  while (name.starts_with('/')) name.remove_prefix(1);
  if (name.empty()) return;
  for (const std::string& folder : {at.folder, at.root})
    if (const PackageFile* found = files_.module(folder, name)) return reached(*found, Starter::loaded, at);
}

void InstallWalk::reached(const PackageFile& file, Starter by, const Place& at) {
  const FileLanguage language = language_of(file, by);
  if (language == FileLanguage::data || !seen_.emplace(file.path, language).second) return;
  if (out_.files.size() == limits_.files) return stopped(file.path, 0, "too_many", file.path);
  out_.files.push_back({&file, language, at.why, at.by_gyp, at.root, {}});
}

// What a file of the package loads and starts.
void InstallWalk::file(std::size_t index) {
  const ReachedFile each = out_.files[index];
  const std::string path(each.file->path);
  if (each.language != FileLanguage::javascript && each.language != FileLanguage::shell) return;
  bytes_ += each.file->content.size();
  if (bytes_ > limits_.bytes) return stopped(path, 0, "too_large", path);
  Place at{path, 0, each.why, each.by_gyp, each.root, std::string(folder_of(path))};
  if (at.why.size() < kMostWaySteps) at.why.push_back(path);
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

void InstallWalk::modules(std::string_view code, const Place& at) {
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

void InstallWalk::literal(std::string_view name, const Place& at) {
  if (!is_script_path(name)) return;
  while (name.starts_with('/')) name.remove_prefix(1);
  const PackageFile* found = files_.find(path_from(at.folder, name));
  if (found == nullptr) found = files_.find(path_from(at.root, name));
  if (found != nullptr) reached(*found, Starter::named, at);
}

void InstallWalk::loaded(std::string_view folder, std::string_view name, const Place& at) {
  if (const PackageFile* found = files_.module(folder, name)) reached(*found, Starter::loaded, at);
}

// "dep" and "dep/x": of a package in node_modules, or of this one by its own name.
void InstallWalk::package_module(std::string_view name, const Place& at,
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
void InstallWalk::package_entries(const std::string& folder, std::string_view inside, const Place& at) {
  loaded(folder, inside, at);
  if (!exported_.insert(folder).second) return;
  for (const std::string& each : files_.entries_of(folder).exported) loaded(folder, each, at);
}

}  // namespace cordon::inspect
