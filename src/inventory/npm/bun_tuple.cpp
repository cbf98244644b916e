#include "inventory/npm/bun_tuple.h"

#include <algorithm>
#include <optional>

#include "inventory/npm/specifier.h"
#include "model/registries.h"

namespace cordon::inventory::npm {
namespace {

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view p) { return text.starts_with(p); });
}

bool is_version(std::string_view text) {
  return !text.empty() && text.front() >= '0' && text.front() <= '9' && text.find_first_of("/:\\") == text.npos &&
         !text.ends_with(".tgz") && !text.ends_with(".tar.gz");
}

// An archive on disk is written as its bare path.
bool is_archive_path(std::string_view text) {
  return text.ends_with(".tgz") || text.ends_with(".tar.gz") || text.ends_with(".tar") ||
         starts_with_any(text, {"./", "../", "/", "~/"});
}

std::optional<BunSource> source_of(std::string_view resolution) {
  if (is_version(resolution)) return BunSource::registry;
  if (resolution.starts_with("workspace:")) return BunSource::workspace;
  if (resolution.starts_with("root:")) return BunSource::root;
  if (resolution.starts_with("link:")) return BunSource::link;
  if (resolution.starts_with("file:")) return BunSource::file;
  if (starts_with_any(resolution, {"github:", "git+", "git:", "git@", "gitlab:", "bitbucket:", "ssh:"}))
    return BunSource::git;
  if (model::Registries::is_web_address(resolution)) return BunSource::http;
  if (is_archive_path(resolution)) return BunSource::file;
  return std::nullopt;
}

// A Subresource Integrity string, as opposed to a git tag.
bool is_integrity(std::string_view text) { return starts_with_any(text, {"sha1-", "sha256-", "sha384-", "sha512-"}); }

}  // namespace

Result<BunTuple> parse_bun_tuple(Value tuple) {
  if (!tuple.is_array()) return fail(ErrorCode::wrong_type, "a package is a list", tuple.line());
  BunTuple out;
  bool first = true;
  for (const Value element : tuple.elements()) {
    if (first) {
      first = false;
      if (!element.is_string()) return fail(ErrorCode::wrong_type, "a package starts with a text", element.line());
      const std::string_view text = element.text();
      const NameAndRest split = text.starts_with("@root:") ? NameAndRest{{}, text.substr(1)} : split_name(text);
      const std::optional<BunSource> source = source_of(split.rest);
      if (!source || (split.name.empty() && *source != BunSource::root))
        return fail(ErrorCode::invalid_value, "neither a version nor a source that bun knows", element.line());
      out.name = split.name;
      out.resolution = split.rest;
      out.source = *source;
    } else if (element.is_object()) {
      if (!out.info) out.info = element;
    } else if (element.is_string()) {
      const std::string_view text = element.text();
      // Before INFO stands the address, behind it the digest; git puts its own tag between.
      if (!out.info && out.source == BunSource::registry) out.address = text;
      else if (is_integrity(text) || out.source != BunSource::git) out.integrity = text;
    } else {
      return fail(ErrorCode::wrong_type, "a package holds texts and one object", element.line());
    }
  }
  if (first) return fail(ErrorCode::wrong_type, "a package starts with a text", tuple.line());
  return out;
}

}  // namespace cordon::inventory::npm
