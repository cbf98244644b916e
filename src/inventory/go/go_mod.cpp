#include "inventory/go/go_mod.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "inventory/go/mod_file.h"
#include "inventory/go/sum_file.h"
#include "inventory/go/vendor_modules.h"
#include "inventory/npm/location.h"
#include "inventory/scope.h"
#include "inventory/unread_list.h"
#include "model/purl.h"

namespace cordon::inventory::go {
namespace {

constexpr std::string_view kVendored = "vendor/modules.txt";

class Builder {
 public:
  Builder(const ModFile& file, const ReadContext& context)
      : file_(file), context_(context), folder_(context.display_path), unread_(context.display_path) {
    const std::size_t slash = folder_.rfind('/');
    folder_.resize(slash == std::string::npos ? 0 : slash + 1);
  }

  model::Inventory build() {
    out_.path = context_.display_path;
    out_.format = "go.mod " + (file_.go.empty() ? "without version" : text::visible(file_.go, 40));
    if (!file_.toolchain.empty()) out_.format += " (toolchain " + text::visible(file_.toolchain, 40) + ")";
    for (const Error& problem : file_.problems) unread_.add(problem);
    read_sums();
    read_vendored();
    for (const Requirement& each : file_.requirements) requirement(each);
    if (vendored_) compare_vendored();
    root();
    if (!file_.lists_indirect() && !vendored_ && !file_.requirements.empty())
      unread_.add(0, "indirect_missing", "before Go 1.17 go.mod may leave out what its requirements require");
    unread_.move_to(out_.unread);
    compute_scopes(out_);
    return std::move(out_);
  }

 private:
  // The text of a file beside go.mod; nothing where there is none. What cannot be read is said.
  std::optional<std::string> beside(std::string_view name, UnreadList& unread) const {
    if (context_.tree == nullptr) return std::nullopt;
    Result<std::string> text = context_.tree->read(npm::join_location(context_.directory, name), context_.limits.bytes);
    if (text) return std::move(*text);
    if (text.error().code != ErrorCode::not_found) unread.add(text.error());
    return std::nullopt;
  }

  void read_sums() {
    UnreadList unread(folder_ + "go.sum");
    if (const auto text = beside("go.sum", unread)) {
      Result<SumFile> sums = parse_sum_file(*text, context_.limits);
      if (sums) sums_ = std::move(*sums);
      else unread.add(sums.error());
    }
    for (const Error& problem : sums_.problems) unread.add(problem);
    unread.move_to(out_.unread);
  }

  void read_vendored() {
    UnreadList unread(folder_ + std::string(kVendored));
    if (const auto text = beside(kVendored, unread)) {
      Result<VendoredModules> read = parse_vendored_modules(*text, context_.limits);
      if (!read) unread.add(read.error());
      else vendored_ = std::move(*read);
    }
    if (vendored_)
      for (const Error& problem : vendored_->problems) unread.add(problem);
    unread.move_to(out_.unread);
  }

  // The replacement of a required module: that of its very version before that of any.
  const Replacement* replacement(std::string_view path, std::string_view version) const {
    const Replacement* any = nullptr;
    for (const Replacement& each : file_.replacements) {
      if (each.path != path) continue;
      if (each.version == version) return &each;
      if (each.version.empty()) any = &each;
    }
    return any;
  }

  void requirement(const Requirement& required) {
    const Replacement* by = replacement(required.path, required.version);
    model::Place place{context_.display_path, required.line};
    const bool added = by == nullptr
                           ? add(required.path, required.version, "", "", std::move(place))
                           : add(required.path, required.version, by->new_path, by->new_version, std::move(place));
    if (!added)
      return unread_.add(required.line, ErrorCode::invalid_value,
                         text::visible(required.path, 80) + " is required twice with one version", false);
    required_.emplace(required.path, required.version);
  }

  // A module, or what replaces it. False when there is one of that name and version already.
  bool add(const std::string& path, const std::string& version, const std::string& new_path,
           const std::string& new_version, model::Place place, std::string_view where = {}) {
    model::Component component;
    component.id = context_.display_path + "#" + path + "@" + version + std::string(where);
    if (!ids_.insert(component.id).second) return false;
    component.ecosystem = "go";
    component.place = std::move(place);
    component.install_script = model::InstallScript::no;  // Go runs nothing of a module when it builds or fetches it
    const bool is_folder = !new_path.empty() && new_version.empty();
    component.name = new_path.empty() || is_folder ? path : new_path;
    if (is_folder) {
      const std::string folder = npm::join_location(context_.directory, new_path);
      const bool outside = folder == ".." || folder.starts_with("../") || folder.starts_with("/");
      component.origin = outside ? model::Origin::file : model::Origin::workspace;
      component.resolved = new_path;
      component.registry = {std::string(), model::RegistryClass::unknown};
    } else {
      component.version = new_path.empty() ? version : new_version;
      if (component.name != path) component.alias = path;
      component.registry = context_.registries->classify("go", "", component.name);
      const std::string key = component.name + " " + component.version;
      if (const auto digest = sums_.modules.find(key); digest != sums_.modules.end())
        component.checksum = digest->second;
      else if (const auto of_mod_file = sums_.mod_files.find(key); of_mod_file != sums_.mod_files.end())
        component.checksum = "go.mod " + of_mod_file->second;
    }
    component.purl = model::make_purl("golang", component.name, component.version);
    out_.components.push_back(std::move(component));
    return true;
  }

  // What Go itself refuses to build with ("inconsistent vendoring"), and what only vendor/ has.
  void compare_vendored() {
    UnreadList drift(folder_ + std::string(kVendored));
    std::unordered_set<std::string_view> there;
    for (const VendoredModule& module : vendored_->modules) {
      if (module.version.empty()) continue;  // a replacement of any version, said again at the end
      there.insert(module.path);
      const auto asked = required_.find(module.path);
      const std::string name = text::visible(module.path + " " + module.version, 120);
      if (asked == required_.end() || asked->second != module.version)
        add(module.path, module.version, module.new_path, module.new_version,
            {folder_ + std::string(kVendored), module.line});
      if (asked == required_.end()) {
        if (module.is_explicit || file_.lists_indirect())
          drift.add(module.line, "vendor_drift", name + " is in vendor/, and go.mod does not require it");
      } else if (asked->second != module.version) {
        drift.add(module.line, "vendor_drift",
                  name + " is in vendor/, and go.mod requires " + text::visible(asked->second, 80));
      } else {
        compare_replacement(module, name, drift);
      }
    }
    for (const Requirement& each : file_.requirements)
      if (!there.contains(each.path))
        drift.add(0, "vendor_drift",
                  "go.mod requires " + text::visible(each.path, 120) + ", and vendor/ does not list it");
    drift.move_to(out_.unread);
  }

  void compare_replacement(const VendoredModule& module, const std::string& name, UnreadList& drift) {
    const Replacement* by = replacement(module.path, module.version);
    const std::string_view path = by == nullptr ? std::string_view() : by->new_path;
    const std::string_view version = by == nullptr ? std::string_view() : by->new_version;
    if (path == module.new_path && version == module.new_version) return;
    drift.add(module.line, "vendor_drift", name + " is replaced otherwise in vendor/ than in go.mod");
    add(module.path, module.version, module.new_path, module.new_version,
        {folder_ + std::string(kVendored), module.line}, " in vendor");
  }

  void root() {
    const std::uint32_t node = out_.node_count();
    model::Root& root = out_.roots.emplace_back();
    root.id = context_.display_path + "#";
    root.name = file_.module;
    root.place = {context_.display_path, file_.module_line};
    for (const Requirement& each : file_.requirements)
      if (!each.indirect)
        root.declared.push_back(
            {each.path, each.version, model::EdgeKind::runtime, {context_.display_path, each.line}});
    for (std::uint32_t i = 0; i < node; ++i)
      out_.edges.push_back({node, i, model::EdgeKind::runtime, out_.components[i].version});
    for (const Replacement& each : file_.replacements)
      out_.overrides.push_back({each.version.empty() ? each.path : each.path + "@" + each.version,
                                each.new_version.empty() ? each.new_path : each.new_path + "@" + each.new_version,
                                {context_.display_path, each.line}});
  }

  const ModFile& file_;
  const ReadContext& context_;
  std::string folder_;  // of go.mod as displayed: empty or ending in '/'
  UnreadList unread_;
  model::Inventory out_;
  SumFile sums_;
  std::optional<VendoredModules> vendored_;
  std::unordered_set<std::string> ids_;
  std::unordered_map<std::string_view, std::string_view> required_;  // path: version
};

}  // namespace

Result<model::Inventory> read_go_mod(std::string text, const ReadContext& context) {
  const ModFile file = TRY(parse_mod_file(text, context.limits));
  return Builder(file, context).build();
}

}  // namespace cordon::inventory::go
