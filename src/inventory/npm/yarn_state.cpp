#include "inventory/npm/yarn_state.h"

#include <unordered_set>

#include "base/text.h"
#include "base/yaml.h"
#include "inventory/npm/identify.h"
#include "inventory/npm/location.h"
#include "inventory/npm/specifier.h"
#include "inventory/npm/yarn_locator.h"
#include "inventory/unread_list.h"

namespace cordon::inventory::npm {
namespace {

class StateReader {
 public:
  explicit StateReader(const ReadContext& context) : context_(context), unread_(context.display_path) {
    out_.path = context.display_path;
    out_.format = "yarn state";
  }

  model::Inventory read(Value root) {
    for (const Value::Member& member : root.members())
      if (member.key != "__metadata") read_entry(member);
    unread_.move_to(out_.unread);
    return std::move(out_);
  }

 private:
  void read_entry(const Value::Member& member) {
    const NameAndRest locator = split_name(member.key);
    if (locator.name.empty() || locator.rest.empty() || !member.value["locations"].is_array())
      return unread_.add(member.line(), ErrorCode::invalid_value, "not a package and its places: " + visible(member));
    const YarnPackage package = describe_locator(locator.name, locator.rest);
    if (!package.known)
      unread_.add(member.line(), ErrorCode::unsupported_format, "an unknown protocol: " + visible(member));
    if (package.version.empty() || package.name.empty()) return;
    model::Component component;
    component.name = package.name;
    component.version = package.version;
    if (locator.name != package.name) component.alias = locator.name;
    component.origin = package.origin;
    component.place = {context_.display_path, member.line()};
    component.scope = model::Scope::unknown;
    component.install_script = model::InstallScript::unknown;
    if (!package.archive_url.empty()) component.resolved = package.archive_url;
    identify(component, context_);
    for (const Value location : member.value["locations"].elements()) {
      // Every place repeats what the entry says, which could grow with the square of the file.
      if ((repeated_bytes_ += member.key.size()) > context_.limits.bytes)
        return unread_.add(location.line(), ErrorCode::too_large, "places repeat too much");
      const std::string where = normalize_location(location.text());
      component.id = context_.display_path + "#" + where;
      if (!location.is_string() || where.empty() || !places_.insert(where).second)
        unread_.add(location.line(), ErrorCode::invalid_value, "not a place of its own: " + visible(member));
      else out_.components.push_back(component);
    }
  }

  static std::string visible(const Value::Member& member) { return text::visible(member.key); }

  const ReadContext& context_;
  UnreadList unread_;
  model::Inventory out_;
  std::unordered_set<std::string> places_;
  std::uint64_t repeated_bytes_ = 0;
};

}  // namespace

Result<model::Inventory> read_yarn_state(std::string text, const ReadContext& context) {
  const Document document = TRY(yaml::parse(text, context.limits));
  if (!document.root().is_object()) return fail(ErrorCode::wrong_type, "the state is no mapping", 1);
  model::Inventory inventory = StateReader(context).read(document.root());
  inventory.duplicates = document.duplicates();
  return inventory;
}

}  // namespace cordon::inventory::npm
