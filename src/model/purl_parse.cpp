// Reading a purl from its ends, as the specification's "How to parse" does, and checking what it is made of.
#include <algorithm>
#include <optional>

#include "base/percent.h"
#include "base/utf8.h"
#include "model/ascii.h"
#include "model/purl.h"
#include "model/purl_types.h"

namespace cordon::model {
namespace {

bool is_hex(char c) { return ascii::is_digit(c) || (ascii::lower(c) >= 'a' && ascii::lower(c) <= 'f'); }

Result<std::string> decoded(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1))
    if (text.size() - at < 3 || !is_hex(text[at + 1]) || !is_hex(text[at + 2]))
      return fail(ErrorCode::syntax, "a percent sign that encodes nothing");
  return percent_decoded(text);
}

// Cuts off what follows the last `separator`; nothing when there is none.
std::optional<std::string_view> take_after_last(std::string_view& text, char separator) {
  const std::size_t at = text.rfind(separator);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view after = text.substr(at + 1);
  text = text.substr(0, at);
  return after;
}

bool is_dots(std::string_view segment) { return segment == "." || segment == ".."; }

// Segments joined by '/' without the empty ones, of a subpath also without "." and "..".
Result<std::string> decoded_path(std::string_view path, bool is_subpath) {
  std::string out;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string segment = TRY(decoded(path.substr(at, slash - at)));
    at = slash + 1;
    if (segment.empty() || (is_subpath && is_dots(segment))) continue;
    if (segment.find('/') != std::string::npos) return fail(ErrorCode::syntax, "an encoded slash in a segment");
    if (!out.empty()) out += '/';
    out += segment;
  }
  return out;
}

Result<Qualifiers> parse_qualifiers(std::string_view text, PurlKeys keys) {
  Qualifiers out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('&', at), text.size());
    const std::string_view pair = text.substr(at, end - at);
    at = end + 1;
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    std::string key(pair.substr(0, equals));
    if (keys == PurlKeys::refuse_capitals && std::any_of(key.begin(), key.end(), ascii::is_upper))
      return fail(ErrorCode::syntax, "a capital letter in the key of a qualifier");
    std::string value = equals == pair.size() ? std::string() : TRY(decoded(pair.substr(equals + 1)));
    if (out.size() == kMaxPurlQualifiers) return fail(ErrorCode::too_many, "more than 256 qualifiers");
    out.emplace_back(std::move(key), std::move(value));
  }
  return out;
}

bool is_type(std::string_view type) {
  return !type.empty() && !ascii::is_digit(type[0]) && ascii::is_alphanumeric(type[0]) &&
         std::all_of(type.begin(), type.end(),
                     [](char c) { return ascii::is_alphanumeric(c) || c == '.' || c == '-'; });
}

bool is_key(std::string_view key) {
  return !key.empty() && ascii::is_alphanumeric(key[0]) && !ascii::is_digit(key[0]) &&
         std::all_of(key.begin(), key.end(),
                     [](char c) { return ascii::is_alphanumeric(c) || c == '.' || c == '-' || c == '_'; });
}

void lower(std::string& text) {
  for (char& c : text) c = ascii::lower(c);
}

std::string without_slashes_around(std::string_view text) {
  while (text.starts_with('/')) text.remove_prefix(1);
  while (text.ends_with('/')) text.remove_suffix(1);
  return std::string(text);
}

// Segments of a path that is decoded, without the empty ones.
std::string tidy_path(std::string_view path, bool is_subpath) {
  std::string out;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string_view segment = path.substr(at, slash - at);
    at = slash + 1;
    if (segment.empty() || (is_subpath && is_dots(segment))) continue;
    if (!out.empty()) out += '/';
    out += segment;
  }
  return out;
}

Result<void> tidy_qualifiers(Qualifiers& qualifiers) {
  if (qualifiers.size() > kMaxPurlQualifiers) return fail(ErrorCode::too_many, "more than 256 qualifiers");
  for (auto& [key, value] : qualifiers) {
    if (!is_key(key)) return fail(ErrorCode::invalid_value, "the key of a qualifier has characters that none may have");
    lower(key);
  }
  std::erase_if(qualifiers, [](const auto& pair) { return pair.second.empty(); });
  std::sort(qualifiers.begin(), qualifiers.end());
  const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
  if (std::adjacent_find(qualifiers.begin(), qualifiers.end(), same) != qualifiers.end())
    return fail(ErrorCode::invalid_value, "the key of a qualifier stands twice");
  return {};
}

// Of the path after the type: namespace, name and version.
Result<void> parse_path(std::string_view path, Purl& out) {
  const std::size_t last_segment = path.find_last_not_of('/') == std::string_view::npos
                                       ? path.size()
                                       : path.rfind('/', path.find_last_not_of('/')) + 1;  // of npos + 1, which is 0
  const std::size_t at = path.rfind('@');
  if (at != std::string_view::npos && at >= last_segment) {  // else the '@' of a namespace
    out.version = TRY(decoded(path.substr(at + 1)));
    path = path.substr(0, at);
    if (path.empty() || path.ends_with('/')) return fail(ErrorCode::syntax, "a package URL without a name");
  }
  while (path.ends_with('/')) path.remove_suffix(1);
  std::size_t slash = path.rfind('/');
  if (purl_type(out.type).name_is_path) slash = path.find('/', path.find_first_not_of('/'));
  if (slash != std::string_view::npos) {
    out.name_space = TRY(decoded_path(path.substr(0, slash), false));
    path = path.substr(slash + 1);
  }
  out.name = TRY(decoded(path));
  return {};
}

}  // namespace

Result<Purl> canonical_purl(Purl purl) {
  if (!is_type(purl.type)) return fail(ErrorCode::invalid_value, "not a type of package URLs");
  lower(purl.type);
  purl.name_space = tidy_path(purl.name_space, false);
  purl.name = without_slashes_around(purl.name);
  if (purl.name.empty()) return fail(ErrorCode::invalid_value, "a package URL without a name");
  purl.subpath = tidy_path(purl.subpath, true);
  TRY(tidy_qualifiers(purl.qualifiers));
  TRY(apply_type(purl));
  std::size_t size = purl.type.size();
  for (const std::string* text : {&purl.name_space, &purl.name, &purl.version, &purl.subpath}) {
    size += text->size();
    if (utf8::find_invalid(*text) != std::string_view::npos) return fail(ErrorCode::invalid_utf8, "not UTF-8");
  }
  for (const auto& [key, value] : purl.qualifiers) {
    size += key.size() + value.size();
    if (utf8::find_invalid(value) != std::string_view::npos) return fail(ErrorCode::invalid_utf8, "not UTF-8");
  }
  if (size > kMaxPurlBytes) return fail(ErrorCode::too_large, "a package URL of more than 16384 bytes");
  return purl;
}

Result<Purl> parse_purl(std::string_view text, PurlKeys keys) {
  if (text.size() > kMaxPurlBytes) return fail(ErrorCode::too_large, "a package URL of more than 16384 bytes");
  Purl out;
  if (const auto subpath = take_after_last(text, '#')) out.subpath = TRY(decoded_path(*subpath, true));
  if (const auto qualifiers = take_after_last(text, '?')) out.qualifiers = TRY(parse_qualifiers(*qualifiers, keys));
  const std::size_t colon = text.find(':');
  std::string scheme(text.substr(0, colon));
  lower(scheme);
  if (colon == std::string_view::npos || scheme != "pkg") return fail(ErrorCode::syntax, "not a package URL");
  text.remove_prefix(colon + 1);
  while (text.starts_with('/')) text.remove_prefix(1);
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return fail(ErrorCode::syntax, "a package URL without a name");
  out.type = text.substr(0, slash);
  lower(out.type);
  TRY(parse_path(text.substr(slash + 1), out));
  return canonical_purl(std::move(out));
}

}  // namespace cordon::model
