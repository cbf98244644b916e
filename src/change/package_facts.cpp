#include "change/package_facts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/json.h"
#include "javascript/asked_modules.h"

namespace cordon::change {
namespace {

constexpr std::array<std::string_view, 3> kEvents{"preinstall", "install", "postinstall"};
constexpr std::array<std::string_view, 9> kCode{".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".json"};

bool is_code(std::string_view name) {
  return std::ranges::any_of(kCode, [&](std::string_view ending) { return name.ends_with(ending); });
}

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.' || c == '~' || c == '@' || c == '/';
}

// The package of a module's name; empty for a path, an address or what is none.
std::string_view package_of(std::string_view module) {
  if (module.empty() || module.front() == '.' || module.front() == '/') return {};
  std::size_t end = module.find('/');
  if (module.front() == '@') {
    if (end == std::string_view::npos) return {};
    end = module.find('/', end + 1);
  }
  return module.substr(0, end);
}

class Reader {
 public:
  Reader(const FileTree& tree, const PackageLimits& limits) : tree_(tree), limits_(limits) {}

  Result<PackageFacts> run(const std::string& directory) {
    TRY(read_manifest(at(directory, "package.json")));
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

  Result<void> read_manifest(const std::string& path) {
    std::string text = TRY(tree_.read(path, limits_.file_bytes));
    const Document document = TRY(json::parse(std::move(text)));
    const Value root = document.root();
    out_.name = root["name"].string().value_or("");
    out_.version = root["version"].string().value_or("");
    for (const std::string_view event : kEvents)
      if (const auto script = root["scripts"][event].string(); script && !script->empty())
        out_.scripts.push_back({std::string(event), std::string(*script), false});
    for (const char* list : {"dependencies", "optionalDependencies"})
      for (const Value::Member& each : root[list].members()) out_.dependencies.emplace(each.key);
    return {};
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
      if (is_code(entry.name) && !(depth == 0 && entry.name == "package.json")) read_code(path);
    }
  }

  void read_code(const std::string& path) {
    if (out_.code_files == limits_.files || bytes_ >= limits_.bytes) {
      out_.is_partial = true;
      return;
    }
    const Result<std::string> code = tree_.read(path, limits_.file_bytes);
    if (!code) {
      out_.is_partial = true;
      return;
    }
    ++out_.code_files;
    bytes_ += code->size();
    add_named(*code, out_.named);
  }

  const FileTree& tree_;
  const PackageLimits& limits_;
  PackageFacts out_;
  std::uint64_t bytes_ = 0;
  bool has_gyp_ = false;
};

}  // namespace

void add_named(std::string_view code, std::set<std::string, std::less<>>& out) {
  javascript::asked_modules(code, [&](javascript::AskedModule&& module) {
    const std::string_view name = package_of(module.name);
    // Of a name of which only the beginning is known, the package's own must end in it.
    if (name.empty() || (module.is_beginning && name.size() == module.name.size())) return;
    if (std::ranges::all_of(name, is_name_byte) && !out.contains(name)) out.emplace(name);
  });
}

Result<PackageFacts> read_package(const FileTree& tree, std::string_view directory, const PackageLimits& limits) {
  return Reader(tree, limits).run(std::string(directory));
}

}  // namespace cordon::change
