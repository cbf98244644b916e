#include "change/rewrite/manifest.h"

#include <algorithm>
#include <map>

#include "base/json.h"
#include "change/rewrite/json_text.h"
#include "model/semver.h"

namespace cordon::change {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kLists[] = {"dependencies", "devDependencies", "optionalDependencies", "peerDependencies"};

struct Place {
  std::string_view source;
  JsonLayout layout;
};

Result<void> change_ranges(const Place& place, const Value& root, const std::vector<RangeChange>& ranges,
                           TextEdits& edits) {
  std::map<std::string_view, std::vector<const RangeChange*>> by_list;
  for (const RangeChange& change : ranges) {
    bool found = false;
    for (const std::string_view list : kLists) {
      if (!change.list.empty() && change.list != list) continue;
      const Value old = root[list][change.name];
      if (!old.exists() || old.text() != change.from) continue;
      by_list[list].push_back(&change);
      found = true;
    }
    if (!found) return fail(ErrorCode::not_found, "no list asks for " + change.name + " " + change.from);
  }
  for (const auto& [list, changes] : by_list) {
    ObjectEdit edit(place.source, root[list], 1, place.layout, by_name);
    for (const RangeChange* change : changes) TRY(edit.set_string(change->name, change->to));
    edit.finish(edits);
  }
  return {};
}

std::string as_object(const std::vector<ForcedVersion>& forced) {
  std::string out = "{";
  for (const ForcedVersion& each : forced) {
    if (out.size() > 1) out += ',';
    json::append_quoted(out, each.name);
    out += ':';
    json::append_quoted(out, each.version);
  }
  return out + "}";
}

// New members of a package.json stand at the end: nobody sorts them.
bool at_end(std::string_view, bool, std::string_view, bool) { return false; }

Result<void> force(const Place& place, const Value& holder, std::size_t depth, std::string_view key,
                   const std::vector<ForcedVersion>& forced, TextEdits& edits) {
  const Value list = holder[key];
  if (!list.exists()) {
    ObjectEdit edit(place.source, holder, depth, place.layout, at_end);
    TRY(edit.set(key, as_object(forced)));
    edit.finish(edits);
    return {};
  }
  if (!list.is_object()) return fail(ErrorCode::refused, std::string(key) + " is no object", list.line());
  ObjectEdit edit(place.source, list, depth + 1, place.layout, by_name);
  for (const ForcedVersion& each : forced) {
    const Value known = list[each.name];
    if (known.exists() && known.text() != each.version)
      return fail(ErrorCode::refused, std::string(key) + " says something else of " + each.name, known.line());
    TRY(edit.set_string(each.name, each.version));
  }
  edit.finish(edits);
  return {};
}

Result<void> force_all(const Place& place, const Value& root, const std::vector<ForcedVersion>& forced, ForcedIn where,
                       TextEdits& edits) {
  if (where == ForcedIn::overrides) return force(place, root, 0, "overrides", forced, edits);
  if (where == ForcedIn::resolutions) return force(place, root, 0, "resolutions", forced, edits);
  const Value pnpm = root["pnpm"];
  if (pnpm.is_object()) return force(place, pnpm, 1, "overrides", forced, edits);
  if (pnpm.exists()) return fail(ErrorCode::refused, "pnpm is no object", pnpm.line());
  ObjectEdit edit(place.source, root, 0, place.layout, at_end);
  TRY(edit.set("pnpm", "{\"overrides\":" + as_object(forced) + "}"));
  edit.finish(edits);
  return {};
}

}  // namespace

std::string_view member_of(ForcedIn where) {
  switch (where) {
    case ForcedIn::overrides: return "overrides";
    case ForcedIn::resolutions: return "resolutions";
    case ForcedIn::pnpm_overrides: return "pnpm.overrides";
  }
  return {};
}

Result<std::string> rewrite_manifest(std::string_view text, const std::vector<RangeChange>& ranges,
                                     const std::vector<ForcedVersion>& forced, ForcedIn where, const Limits& limits) {
  const bool marked = text.starts_with(kByteOrderMark);
  if (marked) text.remove_prefix(kByteOrderMark.size());
  const Document document = TRY(json::parse(std::string(text), {.comments = false, .limits = limits}));
  if (!document.root().is_object()) return fail(ErrorCode::wrong_type, "a package.json that is no object", 1);
  if (!document.duplicates().empty())
    return fail(ErrorCode::refused, "a key stands twice: which one counts differs between readers",
                document.duplicates().front().last_line);
  const Place place{document.source(), layout_of(document.source())};
  TextEdits edits;
  TRY(change_ranges(place, document.root(), ranges, edits));
  if (!forced.empty()) TRY(force_all(place, document.root(), forced, where, edits));
  std::string out = TRY(edits.apply(document.source()));
  return marked ? std::string(kByteOrderMark) + out : out;
}

std::string range_for(std::string_view range, std::string_view version) {
  std::size_t signs = 0;
  while (signs < range.size() && std::string_view("^~= v").find(range[signs]) != std::string_view::npos) ++signs;
  if (!model::semver::parse_version(range.substr(signs))) return std::string(version);
  return std::string(range.substr(0, signs)) + std::string(version);
}

}  // namespace cordon::change
