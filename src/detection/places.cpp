#include "detection/places.h"

#include <algorithm>
#include <array>

#include "base/suggest.h"
#include "base/text.h"
#include "base/yaml.h"
#include "rules/place.h"

namespace cordon::detection {
namespace {

using rules::fail_at;

constexpr std::string_view kKeys[] = {"kind", "paths", "not", "read_by", "ordinary"};
constexpr std::string_view kSections[] = {"schema", "secrets", "startup", "caches"};

bool holds(const std::vector<rules::Pattern>& patterns, std::string_view path) {
  return std::ranges::any_of(patterns, [&](const rules::Pattern& each) { return each.matches(path); });
}

const NamedPlace* find(const std::vector<NamedPlace>& places, std::string_view path) {
  if (path.contains("/node_modules/")) return nullptr;
  const auto found = std::ranges::find_if(
      places, [&](const NamedPlace& each) { return holds(each.paths, path) && !holds(each.exceptions, path); });
  return found == places.end() ? nullptr : &*found;
}

Result<std::vector<std::string>> texts(const Document& document, const Value& list) {
  std::vector<std::string> out;
  if (!list.is_array()) return fail_at(document, list, ErrorCode::wrong_type, "expected a list of texts");
  for (const Value& each : list.elements()) {
    if (!each.is_string() || each.text().empty())
      return fail_at(document, each, ErrorCode::wrong_type, "expected a text");
    out.emplace_back(each.text());
  }
  return out;
}

Result<NamedPlace> named_place(const Document& document, const Value& value, bool with_kind) {
  for (const Value::Member& member : value.members())
    if (std::ranges::find(kKeys, member.key) == std::end(kKeys))
      return fail_at(document, member.name, ErrorCode::unknown_key,
                     "no key '" + text::visible(member.key, 64) + "'" + did_you_mean(member.key, kKeys));
  NamedPlace out;
  out.kind = value["kind"].text();
  if (with_kind && out.kind.empty()) return fail_at(document, value, ErrorCode::missing_field, "places without 'kind'");
  if (!value["paths"].exists()) return fail_at(document, value, ErrorCode::missing_field, "places without 'paths'");
  for (const std::string& path : TRY(texts(document, value["paths"]))) out.paths.emplace_back(path);
  if (value["not"].exists())
    for (const std::string& path : TRY(texts(document, value["not"]))) out.exceptions.emplace_back(path);
  out.is_ordinary = value["ordinary"].is_true();
  if (value["read_by"].exists()) out.read_by = TRY(texts(document, value["read_by"]));
  return out;
}

Result<std::vector<NamedPlace>> section(const Document& document, std::string_view name) {
  const Value list = document.root()[name];
  if (!list.is_array()) return fail(ErrorCode::wrong_type, "expected a list for '" + std::string(name) + "'", 1, 1);
  std::vector<NamedPlace> out;
  for (const Value& each : list.elements()) out.push_back(TRY(named_place(document, each, name != "caches")));
  return out;
}

// What follows the home that a path lies in: "x" of "/home/somebody/x"; nothing elsewhere.
std::string_view below_home(std::string_view path) {
  constexpr std::string_view kRootHome = "/root";
  if (lies_in(path, kRootHome)) return path.substr(std::min(path.size(), kRootHome.size() + 1));
  for (const std::string_view homes : {"/home/", "/Users/"}) {
    if (!path.starts_with(homes)) continue;
    const std::size_t slash = path.find('/', homes.size());
    return slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  }
  return {};
}

// Of "/home/somebody/x" and its kind.
bool is_in_home(std::string_view path) { return path == "/root" || !below_home(path).empty(); }

bool lies_in_one(std::string_view path, std::initializer_list<std::string_view> folders) {
  return std::ranges::any_of(folders, [&](std::string_view folder) { return lies_in(path, folder); });
}

}  // namespace

std::string plain_path(std::string_view path, std::string_view directory) {
  std::string whole;
  if (!path.starts_with('/') && !directory.empty()) whole = std::string(directory) + "/";
  whole += path;
  const bool absolute = whole.starts_with('/');
  std::vector<std::string_view> parts;
  for (std::string_view rest = whole; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..") parts.pop_back();
    else if (part != ".." || !absolute) parts.push_back(part);
  }
  std::string out = absolute ? "/" : "";
  for (const std::string_view part : parts) {
    if (!out.empty() && out.back() != '/') out += '/';
    out += part;
  }
  return out;
}

bool lies_in(std::string_view path, std::string_view folder) {
  if (folder.empty() || !path.starts_with(folder)) return false;
  return path.size() == folder.size() || folder.ends_with('/') || path[folder.size()] == '/';
}

unsigned evidence_weight(std::string_view path) {
  const std::string_view rest = below_home(path);
  if (rest.empty()) return 0;
  return rest.starts_with('.') ? 2 : 1;
}

Result<Places> Places::read(const std::string& text) {
  const Document document = TRY(yaml::parse(text));
  for (const Value::Member& member : document.root().members())
    if (std::ranges::find(kSections, member.key) == std::end(kSections))
      return fail_at(document, member.name, ErrorCode::unknown_key,
                     "no key '" + text::visible(member.key, 64) + "'" + did_you_mean(member.key, kSections));
  if (document.root()["schema"].text() != "cordon.places/1")
    return fail(ErrorCode::unsupported_version, "expected schema cordon.places/1", 1, 1);
  Places out;
  out.secrets_ = TRY(section(document, "secrets"));
  out.startup_ = TRY(section(document, "startup"));
  out.caches_ = TRY(section(document, "caches"));
  return out;
}

const NamedPlace* Places::secret(std::string_view path) const { return find(secrets_, path); }
const NamedPlace* Places::startup(std::string_view path) const { return find(startup_, path); }

std::string_view Places::place_of(std::string_view path, const PackageFolders& folders) const {
  std::string_view in_package = path;
  if (lies_in(path, folders.package)) in_package.remove_prefix(folders.package.size());
  if (in_package.size() < path.size() && !in_package.starts_with("/node_modules/")) return "package";
  if (path.contains("/node_modules/") || path.ends_with("/node_modules")) return "modules";
  if (lies_in(path, folders.project)) {
    const std::string_view inside = path.substr(folders.project.size());
    return lies_in(inside, "/.git") ? "git" : "project";
  }
  if (std::ranges::any_of(caches_, [&](const NamedPlace& each) { return holds(each.paths, path); })) return "cache";
  if (lies_in_one(path, {"/tmp", "/var/tmp", "/dev/shm", "/private/tmp", "/private/var/folders", "/var/folders"}))
    return "temp";
  if (lies_in_one(path, {"/dev", "/proc", "/sys"})) return "device";
  if (is_in_home(path)) return "home";
  if (lies_in_one(path, {"/etc", "/usr", "/opt", "/var", "/lib", "/lib64", "/bin", "/sbin", "/boot", "/srv", "/run",
                         "/Library", "/System", "/Applications"}))
    return "system";
  return "other";
}

}  // namespace cordon::detection
