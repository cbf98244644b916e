#include "inventory/npm/yarn_integrity_file.h"

#include <unordered_set>

#include "base/json.h"
#include "base/text.h"
#include "inventory/npm/identify.h"
#include "inventory/npm/specifier.h"
#include "inventory/npm/yarn_integrity.h"
#include "inventory/unread_list.h"

namespace cordon::inventory::npm {
namespace {

// What yarn fetched for a pattern; nothing where the address does not tell.
std::optional<model::Component> component_of(const Value::Member& entry, const ReadContext& context) {
  const NameAndRest pattern = split_name(entry.key);
  const Specifier asked = parse_specifier(pattern.name, pattern.rest);
  const std::string_view address = entry.value.text();
  std::optional<TarballName> fetched = package_at(address, asked.name);
  if (!fetched) fetched = archive_named(address);
  if (!fetched || fetched->name.empty() || fetched->version.empty()) return std::nullopt;
  model::Component component;
  component.id = context.display_path + "#" + std::string(entry.key);
  component.name = std::move(fetched->name);
  component.version = std::move(fetched->version);
  if (!pattern.name.empty() && pattern.name != component.name) component.alias = pattern.name;
  component.place = {context.display_path, entry.line()};
  component.scope = model::Scope::unknown;
  component.install_script = model::InstallScript::unknown;
  component.resolved = address;
  component.origin = origin_of(address, component.name, context);
  if (std::string sha1 = integrity_of_fragment(address); !sha1.empty()) component.integrity.push_back(std::move(sha1));
  identify(component, context);
  return component;
}

}  // namespace

Result<model::Inventory> read_yarn_integrity_file(std::string text, const ReadContext& context) {
  const Document document = TRY(json::parse(std::move(text), {.limits = context.limits}));
  const Value root = document.root();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, ".yarn-integrity is no object", root.line());
  model::Inventory inventory;
  inventory.path = context.display_path;
  inventory.format = "yarn integrity";
  inventory.duplicates = document.duplicates();
  UnreadList unread(context.display_path);
  const Value entries = root["lockfileEntries"];
  if (!entries.is_object())
    unread.add(entries.line(), entries ? ErrorCode::wrong_type : ErrorCode::missing_field,
               "what was installed does not stand under lockfileEntries");
  std::unordered_set<std::string_view> addresses;
  for (const Value::Member& entry : entries.members()) {
    if (!entry.value.is_string())
      unread.add(entry.line(), ErrorCode::wrong_type, "an address that is no text: " + text::visible(entry.key));
    else if (addresses.insert(entry.value.text()).second)
      if (auto component = component_of(entry, context)) inventory.components.push_back(std::move(*component));
  }
  unread.move_to(inventory.unread);
  return inventory;
}

}  // namespace cordon::inventory::npm
