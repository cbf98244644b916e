#include "inventory/npm/allow_lists.h"

#include <iterator>
#include <utility>

#include "base/json.h"

namespace cordon::inventory::npm {
namespace {

class ListReader {
 public:
  ListReader(const Value& root, std::string_view display_path, std::vector<model::FileUnread>& unread)
      : root_(root), path_(display_path), unread_(unread) {}

  AllowLists read() {
    out_.package_manager = root_["packageManager"].string().value_or("");
    decisions(root_["allowScripts"], "allowScripts", out_.npm);
    decisions(root_["lavamoat"]["allowScripts"], "lavamoat.allowScripts", out_.lavamoat);
    trusted(root_["trustedDependencies"]);
    for (const Value::Member& member : root_["dependenciesMeta"].members())
      if (const auto built = member.value["built"].boolean())
        add(out_.yarn_berry, member.key, *built, "dependenciesMeta", member.line());
    return std::move(out_);
  }

 private:
  void decisions(const Value& map, std::string_view setting, std::vector<BuildRule>& out) {
    if (map.exists() && !map.is_object() && !map.is_null()) wrong(map, setting);
    for (const Value::Member& member : map.members()) {
      if (const auto allowed = member.value.boolean()) add(out, member.key, *allowed, setting, member.line());
      else wrong(member.value, setting);
    }
  }

  void trusted(const Value& list) {
    if (!list.exists() || list.is_null()) return;
    if (!list.is_array()) return wrong(list, "trustedDependencies");
    out_.bun_listed = true;
    out_.bun_place = {std::string(path_), list.line()};
    for (const Value& element : list.elements()) {
      if (const auto name = element.string()) add(out_.bun, *name, true, "trustedDependencies", element.line());
      else wrong(element, "trustedDependencies");
    }
  }

  void add(std::vector<BuildRule>& out, std::string_view key, bool allowed, std::string_view setting,
           std::uint32_t line) {
    out.push_back({std::string(key), allowed, std::string(setting), {std::string(path_), line}});
  }

  void wrong(const Value& at, std::string_view setting) {
    unread_.push_back({std::string(path_), at.line(), std::string(to_string(ErrorCode::wrong_type)),
                       std::string(setting) + " has a value of the wrong type", true});
  }

  Value root_;
  std::string_view path_;
  std::vector<model::FileUnread>& unread_;
  AllowLists out_;
};

}  // namespace

Result<AllowLists> read_allow_lists(std::string manifest, std::string_view display_path,
                                    std::vector<model::FileUnread>& unread, const Limits& limits) {
  if (manifest.empty()) return AllowLists();
  const Document document = TRY(json::parse(manifest, {.limits = limits}));
  if (!document.root().is_object())
    return fail(ErrorCode::wrong_type, "a package.json is an object", document.root().line());
  AllowLists lists = ListReader(document.root(), display_path, unread).read();
  if (document.root()["pnpm"].is_object())
    if (auto pnpm = read_pnpm_manifest(std::move(manifest), display_path, limits)) {
      unread.insert(unread.end(), pnpm->unread.begin(), pnpm->unread.end());
      add_pnpm_settings(std::move(*pnpm), lists);
    }
  return lists;
}

void add_pnpm_settings(PnpmWorkspace&& settings, AllowLists& lists) {
  lists.pnpm.insert(lists.pnpm.end(), std::make_move_iterator(settings.builds.begin()),
                    std::make_move_iterator(settings.builds.end()));
  if ((settings.builds_listed_only || settings.builds_everything) && !lists.pnpm_listed_only && !lists.pnpm_everything)
    lists.pnpm_place = settings.builds_place;
  lists.pnpm_listed_only |= settings.builds_listed_only;
  lists.pnpm_everything |= settings.builds_everything;
}

}  // namespace cordon::inventory::npm
