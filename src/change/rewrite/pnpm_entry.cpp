#include "change/rewrite/pnpm_entry.h"

#include <algorithm>
#include <map>

namespace cordon::change {
namespace {

// pnpm's order of the members of an entry (sortLockfileKeys).
constexpr std::string_view kOrder[] = {"resolution",
                                       "id",
                                       "name",
                                       "version",
                                       "engines",
                                       "cpu",
                                       "os",
                                       "libc",
                                       "deprecated",
                                       "hasBin",
                                       "prepare",
                                       "requiresBuild",
                                       "bundledDependencies",
                                       "peerDependencies",
                                       "peerDependenciesMeta",
                                       "dependencies",
                                       "optionalDependencies",
                                       "transitivePeerDependencies",
                                       "dev",
                                       "optional"};
// What a place says, not a release; and what has members of its own here.
constexpr std::string_view kNotFields[] = {
    "resolution", "dependencies", "optionalDependencies", "transitivePeerDependencies", "dev", "optional", "id",
    "name",       "version"};
constexpr std::string_view kTransitive = "transitivePeerDependencies";

bool is_field(std::string_view name) { return std::ranges::find(kNotFields, name) == std::end(kNotFields); }

auto place_of(std::string_view name) { return std::ranges::find(kOrder, name) - std::begin(kOrder); }

PnpmMember* find(std::vector<PnpmMember>& members, std::string_view name) {
  const auto found = std::ranges::find(members, name, &PnpmMember::name);
  return found == members.end() ? nullptr : &*found;
}

std::string joined(const PnpmMember& member) {
  std::string out;
  for (const TextLine& line : member.lines) out += (out.empty() ? "" : "\n") + line.text;
  return out;
}

void set(std::vector<PnpmMember>& members, PnpmMember member) {
  if (PnpmMember* known = find(members, member.name)) {
    *known = std::move(member);
    return;
  }
  add_in_order(members, std::move(member));
}

PnpmMember member_of(const ReleaseField& field, const TextLines& text) {
  PnpmMember out{field.name, {}};
  std::string_view rest = field.text;
  while (true) {
    const std::size_t end = rest.find('\n');
    out.lines.push_back(text.added(std::string(rest.substr(0, end))));
    if (end == std::string_view::npos) return out;
    rest.remove_prefix(end + 1);
  }
}

void set_field(std::vector<PnpmMember>& members, const ReleaseField& field, const TextLines& text) {
  const PnpmMember* const old = find(members, field.name);
  if (old == nullptr || joined(*old) != field.text) set(members, member_of(field, text));
}

struct Resolution {
  std::string integrity, tarball;
};

// "resolution: {integrity: sha512-…, tarball: https://…}"
Result<Resolution> resolution_of(const PnpmMember& member) {
  const auto unclear = [&] {
    return fail(ErrorCode::refused, "a resolution that is not written as pnpm writes those of registries",
                static_cast<std::uint32_t>(member.lines.front().number));
  };
  const auto key = key_line(member.lines.front().text);
  if (!key || member.lines.size() != 1 || !key->value.starts_with('{') || !key->value.ends_with('}')) return unclear();
  std::string_view rest = std::string_view(key->value).substr(1, key->value.size() - 2);
  Resolution out;
  while (!rest.empty()) {
    const std::size_t end = rest.find(", ");
    const auto part = key_line(rest.substr(0, end));
    const auto value = part ? unquoted(part->value) : std::nullopt;
    if (!value) return unclear();
    if (part->key == "integrity") out.integrity = *value;
    else if (part->key == "tarball") out.tarball = *value;
    else return unclear();
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  }
  return out;
}

std::map<std::string, std::string> peers_of(const std::vector<PnpmMember>& members) {
  std::map<std::string, std::string> out;
  for (const PnpmMember& member : members)
    if (member.name == "peerDependencies")
      for (std::size_t i = 1; i < member.lines.size(); ++i)
        if (const auto key = key_line(member.lines[i].text)) out[key->key] = unquoted(key->value).value_or("");
  return out;
}

PnpmMember written_list(std::string_view name, const std::map<std::string, std::string>& wanted, const PnpmMember* old,
                        const TextLines& text) {
  PnpmMember out{std::string(name), {text.added("    " + std::string(name) + ":")}};
  std::vector<PnpmDependency> known;
  if (old != nullptr) {
    out.lines[0] = old->lines[0];
    if (auto parsed = dependencies_of(*old)) known = std::move(*parsed);
  }
  for (const auto& [each, reference] : wanted) {
    const auto same = std::ranges::find_if(
        known, [&](const PnpmDependency& other) { return other.name == each && other.reference == reference; });
    out.lines.push_back(same != known.end() ? old->lines[same->line]
                                            : text.added("      " + yaml_scalar(each) + ": " + yaml_scalar(reference)));
  }
  return out;
}

}  // namespace

void add_in_order(std::vector<PnpmMember>& members, PnpmMember member) {
  const auto place = std::ranges::find_if(
      members, [&](const PnpmMember& other) { return place_of(other.name) > place_of(member.name); });
  members.insert(place, std::move(member));
}

Result<void> add_members(const std::vector<PnpmMember>& members, Release& out) {
  const auto peers = peers_of(members);
  for (const auto& [name, range] : peers) out.dependencies.push_back({name, range, {}, DependencyKind::peer});
  for (const PnpmMember& member : members) {
    if (member.name == "resolution") {
      if (const auto resolution = resolution_of(member)) {
        out.integrity = resolution->integrity;
        out.resolved = resolution->tarball;
      }
    } else if (member.name == "dependencies" || member.name == "optionalDependencies") {
      const auto kind = member.name == "dependencies" ? DependencyKind::runtime : DependencyKind::optional;
      for (PnpmDependency& each : TRY(dependencies_of(member))) {
        const auto peer = std::ranges::find_if(out.dependencies, [&](const ReleaseDependency& known) {
          return known.kind == DependencyKind::peer && known.name == each.name;
        });
        if (peer != out.dependencies.end()) peer->reference = std::move(each.reference);
        else out.dependencies.push_back({std::move(each.name), {}, std::move(each.reference), kind});
      }
    } else if (is_field(member.name) || member.name == kTransitive) {
      out.fields.push_back({member.name, joined(member)});
    }
  }
  return {};
}

Result<std::vector<PnpmMember>> with_resolution(std::vector<PnpmMember> members, const Release& release,
                                                const TextLines& text) {
  PnpmMember* const member = find(members, "resolution");
  if (member == nullptr) return fail(ErrorCode::refused, "an entry that does not say where it comes from");
  const Resolution old = TRY(resolution_of(*member));
  if (release.integrity.empty())
    return fail(ErrorCode::refused, "the digest of " + release.name + " " + release.version + " is not known");
  if (!old.tarball.empty() && release.resolved.empty())
    return fail(ErrorCode::refused, "the address of " + release.name + " " + release.version + " is not known");
  if (old.integrity != release.integrity) {
    std::string line = "    resolution: {integrity: " + yaml_scalar(release.integrity);
    if (!old.tarball.empty()) line += ", tarball: " + yaml_scalar(release.resolved);
    member->lines = {text.added(line + "}")};
  }
  if (!release.fields_known) return members;
  std::erase_if(members, [&](const PnpmMember& each) {
    return is_field(each.name) &&
           std::ranges::find(release.fields, each.name, &ReleaseField::name) == release.fields.end();
  });
  for (const ReleaseField& field : release.fields)
    if (is_field(field.name)) set_field(members, field, text);
  return members;
}

Result<std::vector<PnpmMember>> with_dependencies(std::vector<PnpmMember> members, const Release& release,
                                                  const TextLines& text) {
  std::map<std::string, std::string> runtime, optional;
  std::map<std::string, std::string> old;
  for (const PnpmMember& member : members)
    if (member.name == "dependencies" || member.name == "optionalDependencies")
      for (PnpmDependency& each : TRY(dependencies_of(member))) old[each.name] = each.reference;
  for (const ReleaseDependency& wanted : release.dependencies) {
    if (wanted.kind == DependencyKind::peer) {
      if (const auto known = old.find(wanted.name); known != old.end()) runtime[wanted.name] = known->second;
      continue;
    }
    if (wanted.reference.empty())
      return fail(ErrorCode::refused, release.name + " " + release.version + " needs " + wanted.name + " " +
                                          wanted.range + ", and what that is here is not known");
    (wanted.kind == DependencyKind::optional ? optional : runtime)[wanted.name] = wanted.reference;
  }
  for (const auto& [name, wanted] :
       {std::pair("dependencies", &runtime), std::pair("optionalDependencies", &optional)}) {
    if (!wanted->empty()) set(members, written_list(name, *wanted, find(members, name), text));
    else std::erase_if(members, [&](const PnpmMember& each) { return each.name == name; });
  }
  if (!release.fields_known) return members;
  const auto transitive = std::ranges::find(release.fields, kTransitive, &ReleaseField::name);
  if (transitive != release.fields.end()) set_field(members, *transitive, text);
  else std::erase_if(members, [&](const PnpmMember& each) { return each.name == kTransitive; });
  return members;
}

}  // namespace cordon::change
