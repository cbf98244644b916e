#include "change/package_facts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/json.h"
#include "javascript/named_packages.h"

namespace cordon::change {
namespace {

using javascript::NamingKind;

constexpr std::array<std::string_view, 3> kEvents{"preinstall", "install", "postinstall"};
constexpr std::size_t kLookedAt = 4'096;

bool is_binary(std::string_view content) { return content.substr(0, kLookedAt).find('\0') != std::string_view::npos; }

class Reader {
 public:
  Reader(const FileTree& tree, const PackageLimits& limits) : tree_(tree), limits_(limits) {}

  Result<PackageFacts> run(const std::string& directory) {
    TRY(read_manifest(directory));
    walk(directory, 0);
    const bool installs = std::ranges::any_of(
        out_.scripts, [](const PackageScript& each) { return each.event == "install" || each.event == "preinstall"; });
    if (has_gyp_ && !installs) out_.scripts.push_back({"install", "node-gyp rebuild (for its binding.gyp)", true});
    return std::move(out_);
  }

 private:
  static std::string at(const std::string& directory, std::string_view name) {
    return directory.empty() ? std::string(name) : directory + "/" + std::string(name);
  }

  Result<void> read_manifest(const std::string& directory) {
    std::string text = TRY(tree_.read(at(directory, "package.json"), limits_.file_bytes));
    const Document document = TRY(json::parse(std::move(text)));
    const Value root = document.root();
    out_.name = root["name"].string().value_or("");
    out_.version = root["version"].string().value_or("");
    for (const std::string_view event : kEvents)
      if (const auto script = root["scripts"][event].string(); script && !script->empty()) {
        out_.scripts.push_back({std::string(event), std::string(*script), false});
        javascript::add_words(*script, out_.named);
      }
    for (const char* list : {"dependencies", "optionalDependencies"})
      for (const Value::Member& each : root[list].members()) out_.dependencies.emplace(each.key);
    for (const char* map : {"imports", "browser"})
      for (const std::string_view each : texts_of(root[map]))
        if (const std::string_view name = javascript::package_of(each); !name.empty()) out_.named.emplace(name);
    for (const char* field : {"main", "bin", "module", "exports"})
      for (std::string_view each : texts_of(root[field])) {
        if (each.starts_with("./")) each.remove_prefix(2);
        entries_.emplace(at(directory, each));
      }
    return {};
  }

  // Of a value and all that is in it.
  static std::vector<std::string_view> texts_of(const Value& value) {
    std::vector<std::string_view> out;
    for (std::vector<Value> left{value}; !left.empty();) {
      const Value each = left.back();
      left.pop_back();
      if (const auto text = each.string()) out.push_back(*text);
      for (const Value::Member& member : each.members()) left.push_back(member.value);
      for (const Value item : each.elements()) left.push_back(item);
    }
    return out;
  }

  void walk(const std::string& directory, std::uint32_t depth) {
    const auto entries = tree_.list(directory);
    if (!entries || depth > limits_.depth) {
      out_.is_partial = true;
      return;
    }
    for (const DirectoryEntry& entry : *entries) {
      const std::string path = at(directory, entry.name);
      if (entry.kind == EntryKind::directory && entry.name != "node_modules") walk(path, depth + 1);
      if (entry.kind != EntryKind::file) continue;
      if (depth == 0 && entry.name == "binding.gyp") has_gyp_ = true;
      // The manifest asks for all it names, whether or not its code does.
      if (depth == 0 && entry.name == "package.json") continue;
      const NamingKind kind = javascript::naming_of(entry.name);
      if (kind == NamingKind::styles) read(path, javascript::add_named_by_styles);
      else if (kind == NamingKind::gyp) read(path, javascript::add_named_by_gyp);
      else if (kind != NamingKind::none || entries_.contains(path)) read(path, add_named);
    }
  }

  void read(const std::string& path, void (*add)(std::string_view, javascript::Names&)) {
    if (out_.code_files == limits_.files || bytes_ >= limits_.bytes) {
      out_.is_partial = true;
      return;
    }
    const Result<std::string> code = tree_.read(path, limits_.file_bytes);
    if (!code) {
      out_.is_partial = true;
      return;
    }
    bytes_ += code->size();
    if (javascript::naming_of(path) != NamingKind::code && is_binary(*code)) return;
    ++out_.code_files;
    add(*code, out_.named);
  }

  const FileTree& tree_;
  const PackageLimits& limits_;
  PackageFacts out_;
  std::set<std::string, std::less<>> entries_;  // paths that the manifest gives to whoever loads or starts it
  std::uint64_t bytes_ = 0;
  bool has_gyp_ = false;
};

}  // namespace

void add_named(std::string_view code, std::set<std::string, std::less<>>& out) { javascript::add_named(code, out); }

Result<PackageFacts> read_package(const FileTree& tree, std::string_view directory, const PackageLimits& limits) {
  return Reader(tree, limits).run(std::string(directory));
}

}  // namespace cordon::change
