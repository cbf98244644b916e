#include "inventory/npm/manifest.h"

#include <algorithm>
#include <unordered_set>

#include "base/json.h"

namespace cordon::inventory::npm {
namespace {

using model::EdgeKind;

constexpr std::string_view kBelow = " > ";
// Of all patterns together: every level of nesting repeats what stands above it, so that a small file could ask for
// gigabytes. Real files need some kilobytes.
constexpr std::size_t kMaxPatternBytes = 16u << 20;

class ManifestReader {
 public:
  explicit ManifestReader(Value root) : root_(root) {}

  Manifest read() {
    const Value name = root_["name"];
    text_field("name", name, out_.name);
    out_.name_line = name.line();
    text_field("version", root_["version"], out_.version);
    text_field("packageManager", root_["packageManager"], out_.package_manager);
    out_.is_private = root_["private"].is_true();
    read_dependencies();
    read_bundled();
    nested_overrides(root_["overrides"]);
    flat_overrides("resolutions", root_["resolutions"], OverrideField::resolutions);
    flat_overrides("pnpm.overrides", root_["pnpm"]["overrides"], OverrideField::pnpm_overrides);
    read_workspaces();
    read_scripts();
    for (const Value::Member& member : root_["dependenciesMeta"].members())
      if (member.value["built"].is_true()) out_.built.emplace_back(member.key);
    return std::move(out_);
  }

 private:
  void problem(std::string field, Value value, ErrorCode code = ErrorCode::wrong_type) {
    out_.problems.push_back({code, std::move(field), value.line()});
  }

  // Whether there is an object to walk; what is there and is none is a problem. null counts as absent, as in npm.
  bool object_field(const std::string& field, Value value) {
    if (value.is_object()) return true;
    if (value.exists() && !value.is_null()) problem(field, value);
    return false;
  }

  void text_field(const char* field, Value value, std::string& out) {
    if (value.is_string()) out = value.text();
    else if (value.exists() && !value.is_null()) problem(field, value);
  }

  void dependency_list(const char* field, EdgeKind kind, const std::unordered_set<std::string_view>* elsewhere) {
    const Value list = root_[field];
    if (!object_field(field, list)) return;
    for (const Value::Member& member : list.members()) {
      if (elsewhere != nullptr && elsewhere->contains(member.key)) continue;
      if (!member.value.is_string()) problem(std::string(field) + "." + std::string(member.key), member.value);
      else
        out_.dependencies.push_back({kind, std::string(member.key), std::string(member.value.text()), member.line()});
    }
  }

  void read_dependencies() {
    std::unordered_set<std::string_view> optional;
    for (const Value::Member& member : root_["optionalDependencies"].members())
      if (member.value.is_string()) optional.insert(member.key);  // what is no request does not stand in for one
    dependency_list("dependencies", EdgeKind::runtime, &optional);
    dependency_list("devDependencies", EdgeKind::development, nullptr);
    dependency_list("optionalDependencies", EdgeKind::optional, nullptr);
    const std::size_t first_peer = out_.dependencies.size();
    dependency_list("peerDependencies", EdgeKind::peer, nullptr);

    const Value meta = root_["peerDependenciesMeta"];
    if (!object_field("peerDependenciesMeta", meta)) return;
    std::unordered_set<std::string_view> optional_peers;
    for (const Value::Member& member : meta.members())
      if (member.value["optional"].is_true()) optional_peers.insert(member.key);
    for (std::size_t i = first_peer; i < out_.dependencies.size(); ++i)
      if (optional_peers.contains(out_.dependencies[i].name)) out_.dependencies[i].kind = EdgeKind::peer_optional;
  }

  void read_bundled() {
    const char* field = "bundleDependencies";
    Value list = root_[field];
    if (!list.exists()) list = root_[field = "bundledDependencies"];
    if (list.boolean()) out_.bundles_all = list.is_true();
    else if (list.is_array() || (list.exists() && !list.is_null())) text_list(field, list, out_.bundled);
  }

  void text_list(const std::string& field, Value list, std::vector<std::string>& out) {
    if (!list.is_array()) return problem(field, list);
    for (const Value element : list.elements()) {
      if (element.is_string()) out.emplace_back(element.text());
      else problem(field, element);
    }
  }

  void add_override(OverrideField field, std::string pattern, Value::Member rule) {
    out_.overrides.push_back({field, std::move(pattern), std::string(rule.value.text()), rule.line()});
  }

  void nested_overrides(Value rules) {
    if (!object_field("overrides", rules)) return;
    nested_overrides(rules, {});
    if (pattern_bytes_ > kMaxPatternBytes) problem("overrides", rules, ErrorCode::too_large);
  }

  // Recursion is as deep as the document, which Limits::depth bounds.
  void nested_overrides(Value rules, const std::string& above) {
    for (const Value::Member& rule : rules.members()) {
      if (pattern_bytes_ > kMaxPatternBytes) return;
      std::string pattern = above;
      if (rule.key != "." || above.empty()) {
        if (!above.empty()) pattern += kBelow;
        pattern += rule.key;
      }
      pattern_bytes_ += pattern.size();
      if (rule.value.is_string()) {
        add_override(OverrideField::overrides, std::move(pattern), rule);
      } else if (rule.value.is_object()) {
        nested_overrides(rule.value, pattern);
      } else {
        problem("overrides." + pattern, rule.value);
      }
    }
  }

  void flat_overrides(const std::string& name, Value rules, OverrideField field) {
    if (!object_field(name, rules)) return;
    for (const Value::Member& rule : rules.members()) {
      if (rule.value.is_string()) add_override(field, std::string(rule.key), rule);
      else problem(name + "." + std::string(rule.key), rule.value);
    }
  }

  void read_workspaces() {
    const Value workspaces = root_["workspaces"];
    if (!workspaces.exists() || workspaces.is_null()) return;
    if (!workspaces.is_object()) return text_list("workspaces", workspaces, out_.workspaces);
    const Value packages = workspaces["packages"];
    if (packages.exists()) text_list("workspaces.packages", packages, out_.workspaces);
  }

  void read_scripts() {
    const Value scripts = root_["scripts"];
    if (!object_field("scripts", scripts)) return;
    for (const Value::Member& script : scripts.members()) {
      if (script.value.is_string())
        out_.scripts.push_back({std::string(script.key), std::string(script.value.text()), script.line()});
      else problem("scripts." + std::string(script.key), script.value);
    }
  }

  Value root_;
  Manifest out_;
  std::size_t pattern_bytes_ = 0;
};

template <std::size_t size>
bool contains(const std::string_view (&names)[size], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

Result<Manifest> parse_manifest(std::string text, const Limits& limits) {
  const Document document = TRY(json::parse(std::move(text), {.comments = false, .limits = limits}));
  const Value root = document.root();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "a package.json is an object", root.line());
  Manifest manifest = ManifestReader(root).read();
  manifest.duplicates = document.duplicates();
  return manifest;
}

bool runs_as_dependency(std::string_view script_name) {
  static constexpr std::string_view kNames[] = {"preinstall", "install", "postinstall"};
  return contains(kNames, script_name);
}

bool runs_as_project(std::string_view script_name) {
  static constexpr std::string_view kNames[] = {"prepublish", "preprepare", "prepare", "postprepare"};
  return runs_as_dependency(script_name) || contains(kNames, script_name);
}

}  // namespace cordon::inventory::npm
