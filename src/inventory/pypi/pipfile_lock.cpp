#include "inventory/pypi/pipfile_lock.h"

#include <unordered_map>

#include "base/json.h"
#include "base/text.h"
#include "inventory/pypi/identify.h"
#include "inventory/pypi/lock_builder.h"
#include "inventory/pypi/manifest.h"
#include "inventory/pypi/name.h"
#include "inventory/pypi/requirement.h"

namespace cordon::inventory::pypi {
namespace {

constexpr std::string_view kManifest = "Pipfile";
constexpr std::int64_t kNewestSpec = 6;

class PipfileLock {
 public:
  PipfileLock(const Document& document, const ReadContext& context)
      : root_(document.root()), builder_(context, "Pipfile.lock " + spec(root_)) {
    builder_.inventory().duplicates = document.duplicates();
  }

  model::Inventory read() {
    sources();
    const auto manifest = manifest_beside(kManifest, builder_);
    project_ = manifest ? add_project(*manifest, kManifest, builder_)
                        : builder_.add_root("", "", model::RootKind::project, {builder_.context().display_path, 1});
    for (const Value::Member& category : root_.members())
      if (category.key != "_meta") packages(category);
    return builder_.finish();
  }

 private:
  static std::string spec(Value root) {
    const Value written = root["_meta"]["pipfile-spec"];
    return written.is_number() ? std::string(written.text()) : "without version";
  }

  void sources() {
    for (const Value source : root_["_meta"]["sources"].elements()) {
      if (!source["url"].is_string()) {
        builder_.unread().add(source.line(), ErrorCode::missing_field, "a source without an address");
        continue;
      }
      if (first_.empty()) first_ = source["url"].text();
      sources_.try_emplace(source["name"].text(), source["url"].text());
    }
  }

  void packages(const Value::Member& category) {
    if (!category.value.is_object())
      return builder_.unread().add(category.line(), ErrorCode::wrong_type,
                                   "not a list of packages: " + text::visible(category.key, 80));
    for (const Value::Member& entry : category.value.members()) package(entry, category.key == "default");
  }

  void package(const Value::Member& entry, bool is_default) {
    const Value fields = entry.value;
    model::Component component;
    component.name = normal_name(entry.key);
    component.place = {builder_.context().display_path, entry.line()};
    component.install_script = model::InstallScript::unknown;
    if (component.name.empty() || !fields.is_object())
      return builder_.unread().add(entry.line(), ErrorCode::wrong_type,
                                   "not a package: " + text::visible(entry.key, 80));
    const std::string_view written = fields["version"].text();
    component.version = exact_version(written);
    Archives archives;
    for (const Value hash : fields["hashes"].elements()) builder_.digest(archives, {}, hash);
    builder_.take(archives, component);
    const bool elsewhere = take_origin(fields, component);
    if (component.version.empty() && !elsewhere)
      builder_.unread().add(entry.line(), ErrorCode::missing_field,
                            text::visible(entry.key, 80) + " has no exact version: " + text::visible(written, 80));
    const std::string name = component.name, version = component.version, source = component.resolved.value_or("");
    builder_.add(std::move(component), source);
    const auto kind = is_default ? model::EdgeKind::runtime : model::EdgeKind::development;
    builder_.ask(project_,
                 {.name = name, .range = std::string(written), .kind = kind, .version = version, .source = source});
  }

  // True when the package comes from no index.
  bool take_origin(Value fields, model::Component& component) {
    const ReadContext& context = builder_.context();
    if (const Value git = fields["git"]; git.is_string()) {
      take_repository(component, git.text(), fields["ref"].text());
    } else if (const Value path = fields["path"]; path.is_string()) {
      take_path(component, path.text(), builder_.inventory(), context);
    } else if (const Value file = fields["file"]; file.is_string()) {
      std::vector<std::string> listed = std::move(component.integrity);
      take_address(component, file.text(), context);
      component.integrity.insert(component.integrity.end(), listed.begin(), listed.end());
    } else {
      component.origin = model::Origin::registry;
      if (const std::string_view index = index_of(fields["index"]); !index.empty()) component.resolved = index;
      return false;
    }
    return true;
  }

  std::string_view index_of(Value named) {
    if (named.is_string()) {
      if (const auto source = sources_.find(named.text()); source != sources_.end()) return source->second;
      builder_.unread().add(named.line(), ErrorCode::missing_field,
                            "no source of this name: " + text::visible(named.text(), 80));
      return named.text();  // of no known registry, like everything that is no address
    }
    return first_;
  }

  Value root_;
  LockBuilder builder_;
  std::unordered_map<std::string_view, std::string_view> sources_;  // name: address
  std::string_view first_;
  NodeRef project_;
};

}  // namespace

Result<model::Inventory> read_pipfile_lock(std::string text, const ReadContext& context) {
  json::Options options;
  options.limits = context.limits;
  const Document document = TRY(json::parse(std::move(text), options));
  const Value root = document.root();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "not an object: no Pipfile.lock", 1);
  if (!root["_meta"] && !root["default"]) return fail(ErrorCode::missing_field, "no _meta: no Pipfile.lock", 1);
  const Value spec = root["_meta"]["pipfile-spec"];
  if (spec && spec.integer().value_or(kNewestSpec + 1) > kNewestSpec)
    return fail(ErrorCode::unsupported_version,
                "Pipfile.lock of pipfile-spec " + text::visible(spec.text(), 20) + "; up to 6 is read", spec.line());
  return PipfileLock(document, context).read();
}

}  // namespace cordon::inventory::pypi
