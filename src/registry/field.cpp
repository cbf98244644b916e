#include "registry/field.h"

#include <array>
#include <span>

namespace cordon::registry {
namespace {

struct Row {
  std::string_view name;
  Field field;
};

constexpr Row kTop[] = {
    {"name", Field::name},
    {"time", Field::time},
    {"versions", Field::versions},
    {"modified", Field::modified},
    {"dist-tags", Field::dist_tags},
    {"_distfiles", Field::attachments},
    {"_attachments", Field::attachments},
    {"stagedVersions", Field::staged_versions},
    {"policyRestrictions", Field::policy_restrictions},
};
constexpr Row kEntry[] = {
    {"os", Field::os},
    {"bin", Field::bin},
    {"cpu", Field::cpu},
    {"name", Field::name},
    {"dist", Field::dist},
    {"libc", Field::libc},
    {"engines", Field::engines},
    {"funding", Field::funding},
    {"gypfile", Field::gypfile},
    {"scripts", Field::scripts},
    {"version", Field::version},
    {"deprecated", Field::deprecated},
    {"directories", Field::directories},
    {"dependencies", Field::dependencies},
    {"_hasShrinkwrap", Field::has_shrinkwrap},
    {"devDependencies", Field::dev_dependencies},
    {"hasInstallScript", Field::has_install_script},
    {"peerDependencies", Field::peer_dependencies},
    {"acceptDependencies", Field::accept_dependencies},
    {"bundleDependencies", Field::bundle_dependencies},
    {"bundledDependencies", Field::bundled_dependencies},
    {"optionalDependencies", Field::optional_dependencies},
    {"peerDependenciesMeta", Field::peer_dependencies_meta},
};
constexpr Row kDist[] = {{"shasum", Field::shasum}, {"tarball", Field::tarball}, {"integrity", Field::integrity}};
constexpr Row kScripts[] = {
    {"install", Field::install}, {"preinstall", Field::preinstall}, {"postinstall", Field::postinstall}};

// The rows are sorted by length: a name is compared with those of its own only.
constexpr std::size_t kLongest = 21;
using Starts = std::array<std::uint8_t, kLongest + 2>;

template <std::size_t Size>
constexpr Starts starts_of(const Row (&rows)[Size]) {
  Starts out{};
  for (std::size_t length = 0; length < out.size(); ++length)
    for (const Row& row : rows)
      if (row.name.size() < length) ++out[length];
  return out;
}

Field find(std::span<const Row> rows, const Starts& starts, std::string_view name) {
  if (name.size() > kLongest) return Field::other;
  for (std::size_t at = starts[name.size()]; at < starts[name.size() + 1]; ++at)
    if (rows[at].name == name) return rows[at].field;
  return Field::other;
}

constexpr Starts kTopStarts = starts_of(kTop), kEntryStarts = starts_of(kEntry), kDistStarts = starts_of(kDist),
                 kScriptStarts = starts_of(kScripts);

}  // namespace

Field field_of(Place place, std::string_view name) {
  switch (place) {
    case Place::top: return find(kTop, kTopStarts, name);
    case Place::entry: return find(kEntry, kEntryStarts, name);
    case Place::dist: return find(kDist, kDistStarts, name);
    case Place::scripts: return find(kScripts, kScriptStarts, name);
    default: return Field::other;
  }
}

}  // namespace cordon::registry
