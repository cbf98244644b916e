#include "inventory/npm/pnpm_keys.h"

#include <algorithm>
#include <vector>

namespace cordon::inventory::npm {
namespace {

constexpr std::string_view kPatchHash = "(patch_hash=";

bool digit(char c) { return c >= '0' && c <= '9'; }

// major.minor.patch with an optional -prerelease or +build: enough to tell a version from a commit or a path.
bool looks_like_semver(std::string_view text) {
  std::size_t at = 0;
  for (int part = 0; part < 3; ++part) {
    const std::size_t start = at;
    while (at < text.size() && digit(text[at])) ++at;
    if (at == start) return false;
    if (part < 2 && (at == text.size() || text[at++] != '.')) return false;
  }
  if (at < text.size() && text[at] != '-' && text[at] != '+') return false;
  return text.find_first_of("/:@() ") == std::string_view::npos;
}

// Prefixes with a meaning of their own, which no named registry can have.
bool reserved_prefix(std::string_view text) {
  static constexpr std::string_view kReserved[] = {"bitbucket", "catalog", "custom",  "file",  "git",
                                                   "github",    "gitlab",  "http",    "https", "jsr",
                                                   "link",      "npm",     "runtime", "ssh",   "workspace"};
  return std::find(std::begin(kReserved), std::end(kReserved), text) != std::end(kReserved);
}

// Where the parenthesised suffixes begin, or npos. Groups nest: a@1.0.0(b@2.0.0(c@3.0.0))(d@4.0.0).
std::size_t suffix_start(std::string_view key) {
  if (!key.ends_with(')')) return std::string_view::npos;
  std::size_t open = 1;
  for (std::size_t i = key.size() - 1; i-- > 0;) {
    if (key[i] == ')') {
      ++open;
    } else if (key[i] == '(') {
      if (open == 0) return std::string_view::npos;
      --open;
    } else if (open == 0) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

// A package name has no '/', or exactly the one behind its scope.
bool is_name(std::string_view text) {
  if (text.empty() || text.find(':') != std::string_view::npos) return false;
  const std::size_t slash = text.find('/');
  if (!text.starts_with('@')) return slash == std::string_view::npos;
  return slash != std::string_view::npos && slash > 1 && slash + 1 < text.size() &&
         text.find('/', slash + 1) == std::string_view::npos;
}

// What stands behind the name: a version, one of a named registry, or an address.
void take_value(std::string_view value, PnpmKey& out) {
  if (const std::size_t colon = value.find(':'); colon != std::string_view::npos) {
    const std::string_view prefix = value.substr(0, colon);
    if (!reserved_prefix(prefix) && looks_like_semver(value.substr(colon + 1))) {
      out.registry = prefix;
      out.version = value.substr(colon + 1);
    } else {
      out.address = value;
    }
    return;
  }
  if (value.find('/') != std::string_view::npos) {
    out.address = value;
    return;
  }
  out.version = value.substr(0, value.find('_'));  // no version has '_': what follows are peers, or their hash
}

// "[@scope/]name/version[_peers][/peers]" and "[@scope/]name@value". False when there is no name and value.
bool take_named(std::string_view text, PnpmKey& out) {
  std::size_t from = 1;
  if (text.starts_with('@')) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return false;
    from = slash + 1;
  }
  const std::size_t split = text.find_first_of("/@", from);
  if (split == std::string_view::npos || split + 1 >= text.size() || !is_name(text.substr(0, split))) return false;
  out.name = text.substr(0, split);
  std::string_view value = text.substr(split + 1);
  if (text[split] == '@') {
    take_value(value, out);
  } else {
    value = value.substr(0, value.find('/'));  // the first 5.x files put peers into a folder below
    out.version = value.substr(0, value.find('_'));
  }
  return true;
}

void take_plain(std::string_view text, PnpmKey& out) {
  const std::size_t at = text.find('@', 1);
  if (at != std::string_view::npos && at + 1 < text.size() && is_name(text.substr(0, at))) {
    out.name = text.substr(0, at);
    take_value(text.substr(at + 1), out);
    return;
  }
  out.address = text;
}

// "host/name/1.0.0" and "host/name@1.0.0" are a registry's; every other path behind a host is an address.
bool take_hosted(std::string_view text, PnpmKey& out) {
  const std::size_t slash = text.find('/');
  if (slash == 0 || slash == std::string_view::npos) return false;
  PnpmKey behind;
  if (!take_named(text.substr(slash + 1), behind) || !looks_like_semver(behind.version)) return false;
  out.host = text.substr(0, slash);
  out.name = behind.name;
  out.version = behind.version;
  return true;
}

}  // namespace

PnpmKey parse_pnpm_key(std::string_view key, PnpmKeyStyle style) {
  PnpmKey out;
  const std::size_t suffix = style == PnpmKeyStyle::slash ? std::string_view::npos : suffix_start(key);
  out.base = key.substr(0, suffix);
  if (suffix != std::string_view::npos && key.substr(suffix).starts_with(kPatchHash)) {
    const std::string_view hash = key.substr(suffix + kPatchHash.size());
    out.patch_hash = hash.substr(0, hash.find(')'));
  }
  const std::string_view base = out.base;
  if (base.starts_with('/')) {
    if (!take_named(base.substr(1), out)) out.address = base;
    return out;
  }
  if (style == PnpmKeyStyle::plain) {
    take_plain(base, out);
    if (out.name.empty() && base.find(':') == std::string_view::npos && take_hosted(base, out)) out.address = {};
    return out;
  }
  if (base.starts_with("file:") || base.find("://") != std::string_view::npos || !take_hosted(base, out)) {
    take_plain(base, out);
    if (!looks_like_semver(out.version)) {  // in these versions only a registry's key begins with a name
      out.name = out.version = out.registry = {};
      out.address = base;
    }
  }
  return out;
}

bool pnpm_reference_key(int attempt, std::string_view name, std::string_view reference, PnpmKeyStyle style,
                        std::string& key) {
  const auto join = [&](std::string_view before, std::string_view between) {
    key.assign(before).append(name).append(between).append(reference);
    return true;
  };
  if (style != PnpmKeyStyle::plain) {
    const std::size_t open = style == PnpmKeyStyle::slash ? std::string_view::npos : reference.find('(');
    const bool version =
        !reference.starts_with("file:") && reference.substr(0, open).find('/') == std::string_view::npos;
    if (version && attempt == 0) return join("/", style == PnpmKeyStyle::slash ? "/" : "@");
    if (attempt > (version ? 1 : 0)) return false;
    key.assign(reference);
    return true;
  }
  const std::size_t at = reference.find('@');
  const bool whole = at == 0 || (at != std::string_view::npos && at < reference.find_first_of(":("));
  if (attempt == 2 && !whole) return join("/", "@");
  if (attempt > 2) return false;
  if (attempt == (whole ? 1 : 0)) return join("", "@");
  key.assign(attempt == 2 ? "/" : "").append(reference);
  return true;
}

std::string join_importer_path(std::string_view folder, std::string_view path) {
  std::vector<std::string_view> parts;
  const auto append = [&](std::string_view text) {
    while (!text.empty()) {
      const std::size_t slash = text.find('/');
      const std::string_view part = text.substr(0, slash);
      text = slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1);
      if (part.empty() || part == ".") continue;
      if (part == ".." && !parts.empty() && parts.back() != "..") parts.pop_back();
      else parts.push_back(part);
    }
  };
  const bool absolute = path.starts_with('/');
  if (!absolute) append(folder);
  append(path);
  std::string out(absolute ? "/" : "");
  for (const std::string_view part : parts) {
    if (!out.empty() && !out.ends_with('/')) out += '/';
    out.append(part);
  }
  return out.empty() ? "." : out;
}

}  // namespace cordon::inventory::npm
