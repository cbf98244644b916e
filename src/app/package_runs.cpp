#include "app/package_runs.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "app/gyp_runs.h"
#include "base/credentials.h"
#include "base/sha256.h"
#include "inventory/npm/client_code.h"
#include "inventory/npm/installed_manifest.h"
#include "inventory/npm/location.h"
#include "inventory/npm/manifest.h"
#include "inventory/npm/started_files.h"

namespace cordon::app {
namespace {

using model::InstallRun;
using model::RunKind;

constexpr std::uint64_t kStartedBytes = 64u << 20;

// In the order in which npm runs them: the first three when the installed tree of a project has changed, before what
// the project itself runs at installation.
constexpr std::string_view kTreeEvents[] = {"predependencies", "dependencies", "postdependencies"};
constexpr std::string_view kEvents[] = {"predependencies", "dependencies", "postdependencies", "preinstall",
                                        "install",         "postinstall",  "prepublish",       "preprepare",
                                        "prepare",         "postprepare",  "prepack"};

std::string join(std::string_view directory, std::string_view name) {
  return directory.empty() ? std::string(name) : std::string(directory) + "/" + std::string(name);
}

class PackageReader {
 public:
  PackageReader(const Target& target, std::string_view directory, PackageSource source, model::Client client,
                const Limits& limits)
      : target_(target), directory_(directory), source_(source), client_(client), limits_(limits) {}

  PackageRuns read() {
    const std::string path = join(directory_, "package.json");
    bool native = true, own_build = false;
    if (Result<std::string> text = target_.tree->read(path, limits_.bytes)) {
      auto manifest = inventory::npm::parse_manifest(*text, limits_);
      if (!manifest) {
        unread(path, manifest.error());
        return std::move(out_);
      }
      const auto installed = inventory::npm::parse_installed_manifest(*text, false, limits_);
      native = client_ != model::Client::npm || !installed || installed->builds_native;
      own_build = add_scripts(*manifest, path);
    } else if (text.error().code != ErrorCode::not_found) {
      unread(path, text.error());
    }
    add_native(native, own_build);
    std::ranges::sort(lines_);
    std::string all;
    for (const std::string& line : lines_) all.append(line).append("\n");
    if (!all.empty()) out_.sha256 = sha256_hex(all);
    return std::move(out_);
  }

 private:
  // Whether one of them stands for the build of a binding.gyp.
  bool add_scripts(const inventory::npm::Manifest& manifest, const std::string& path) {
    bool own_build = false;
    for (const std::string_view event : kEvents) {
      if (!runs_at_install(event, source_) || (client_ != model::Client::npm && follows_the_tree(event))) continue;
      for (const inventory::npm::ManifestScript& script : manifest.scripts) {
        if (script.name != event || script.text.empty()) continue;
        add(RunKind::script, event, script.text, path, script.line);
        own_build =
            own_build || event == "install" || (event == "preinstall" && client_ != model::Client::yarn_classic);
      }
    }
    return own_build;
  }

  void add_native(bool native, bool own_build) {
    const std::string path = join(directory_, "binding.gyp");
    const Result<FileInfo> info = target_.tree->info(path);
    if (!info || info->kind == EntryKind::directory) return;
    if (native && !own_build) add(RunKind::native_build, "install", "node-gyp rebuild", path, 0);
    // A script may start that build as well; a file that nothing starts runs nothing.
    if (out_.runs.empty()) return;
    GypRuns gyp = read_gyp_runs(target_, directory_, limits_);
    for (const GypRun& run : gyp.runs) add(RunKind::gyp, run.when, run.text, run.path, run.line);
    out_.unread.insert(out_.unread.end(), std::make_move_iterator(gyp.unread.begin()),
                       std::make_move_iterator(gyp.unread.end()));
  }

  void add(RunKind kind, std::string_view when, const std::string& text, const std::string& path, std::uint32_t line) {
    InstallRun run;
    run.kind = kind;
    run.when = when;
    run.text = shown_command(text);
    run.place = {target_.display(path), line};
    run.instances = 1;
    lines_.push_back(std::string(to_string(kind)) + "\t" + run.when + "\t" + text);
    for (const std::string& file : inventory::npm::started_files(text))
      for (const std::string& candidate : inventory::npm::file_candidates(file)) {
        const std::string inside = inventory::npm::join_location(directory_, candidate);
        if (inside.starts_with("..")) continue;
        const Result<FileDigest> digest = target_.tree->digest(inside, kStartedBytes);
        if (!digest && digest.error().code != ErrorCode::too_large) continue;
        run.starts.push_back({target_.display(inside), digest ? std::optional(to_hex(digest->sha256)) : std::nullopt});
        lines_.push_back("file\t" + candidate + "\t" + run.starts.back().sha256.value_or("too_large"));
        break;
      }
    out_.runs.push_back(std::move(run));
  }

  void unread(const std::string& path, const Error& error) {
    out_.unread.push_back({target_.display(path), error.line, std::string(to_string(error.code)), error.message, true});
  }

  const Target& target_;
  const std::string_view directory_;
  const PackageSource source_;
  const model::Client client_;
  const Limits& limits_;
  std::vector<std::string> lines_;
  PackageRuns out_;
};

}  // namespace

bool follows_the_tree(std::string_view script) {
  return std::ranges::find(kTreeEvents, script) != std::end(kTreeEvents);
}

bool runs_at_install(std::string_view script, PackageSource source) {
  if (inventory::npm::runs_as_dependency(script)) return true;
  switch (source) {
    case PackageSource::archive: return false;
    case PackageSource::folder: return script == "preprepare" || script == "prepare" || script == "postprepare";
    case PackageSource::git: return inventory::npm::runs_as_project(script) || script == "prepack";
    case PackageSource::project: return inventory::npm::runs_as_project(script) || follows_the_tree(script);
  }
  return false;
}

PackageRuns read_package_runs(const Target& target, std::string_view directory, PackageSource source,
                              model::Client client, const Limits& limits) {
  return PackageReader(target, directory, source, client, limits).read();
}

std::vector<model::InstallRun> read_client_runs(const Target& target, std::string_view directory,
                                                const std::vector<std::string_view>& file_names, const Limits& limits,
                                                std::vector<model::FileUnread>& unread) {
  std::vector<InstallRun> out;
  for (const std::string_view name : file_names) {
    const std::string path = join(directory, name);
    const Result<std::string> text = target.tree->read(path, limits.bytes);
    if (!text && text.error().code == ErrorCode::not_found) continue;
    const auto codes = text ? inventory::npm::read_client_code(name, *text, limits)
                            : Result<std::vector<inventory::npm::ClientCode>>(std::unexpected(text.error()));
    if (!codes) {
      unread.push_back({target.display(path), codes.error().line, std::string(to_string(codes.error().code)),
                        codes.error().message, true});
      continue;
    }
    for (const inventory::npm::ClientCode& code : *codes) {
      if (code.if_there && !target.tree->info(join(directory, code.file))) continue;
      InstallRun run;
      run.kind = RunKind::client;
      run.when = code.when;
      run.text = shown_command(code.text);
      run.place = {target.display(path), code.line};
      run.instances = 1;
      if (const std::string inside = inventory::npm::join_location(directory, code.file);
          !code.file.empty() && !inside.starts_with("..") && !inside.starts_with('/'))
        if (const Result<FileDigest> digest = target.tree->digest(inside, kStartedBytes))
          run.starts.push_back({target.display(inside), to_hex(digest->sha256)});
      out.push_back(std::move(run));
    }
  }
  return out;
}

std::string shown_command(std::string_view text) {
  // Tokens go first: half of one at a cut would not be known as such.
  const std::string whole = without_tokens(std::string(text));
  if (whole.size() <= kShownCommand) return whole;
  const auto inside_character = [&](std::size_t at) { return (static_cast<unsigned char>(whole[at]) & 0xC0) == 0x80; };
  std::size_t head = kShownCommand - kShownEnd, tail = whole.size() - kShownEnd;
  while (head > 0 && inside_character(head)) --head;
  while (tail + 1 < whole.size() && inside_character(tail)) ++tail;
  return whole.substr(0, head) + " \u2026 (+" + std::to_string(tail - head) + " bytes) \u2026 " + whole.substr(tail);
}

}  // namespace cordon::app
