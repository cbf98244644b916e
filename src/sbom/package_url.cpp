#include "sbom/package_url.h"

#include <algorithm>

#include "base/percent.h"

namespace cordon::sbom {
namespace {

std::string_view cut_slashes(std::string_view text) {
  while (text.starts_with('/')) text.remove_prefix(1);
  while (text.ends_with('/')) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// Types and keys of qualifiers: what make_purl writes as it is.
bool is_word(std::string_view text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.+-_") == std::string_view::npos;
}

model::Qualifiers parse_qualifiers(std::string_view text) {
  model::Qualifiers out;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('&', start), text.size());
    const std::string_view pair = text.substr(start, end - start);
    const std::size_t equal = pair.find('=');
    std::string key = lower(pair.substr(0, equal));
    if (equal != std::string_view::npos && is_word(key))
      out.emplace_back(std::move(key), percent_decoded(pair.substr(equal + 1)));
    start = end + 1;
  }
  return out;
}

}  // namespace

std::string_view PackageUrl::qualifier(std::string_view key) const {
  const auto found = std::ranges::find(qualifiers, key, &std::pair<std::string, std::string>::first);
  return found == qualifiers.end() ? std::string_view() : found->second;
}

std::optional<PackageUrl> parse_package_url(std::string_view text) {
  if (lower(text.substr(0, 4)) != "pkg:") return std::nullopt;
  text = text.substr(4, text.find('#') - 4);
  PackageUrl out;
  if (const std::size_t question = text.find('?'); question != std::string_view::npos) {
    out.qualifiers = parse_qualifiers(text.substr(question + 1));
    text = text.substr(0, question);
  }
  text = cut_slashes(text);
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0) return std::nullopt;
  out.type = lower(text.substr(0, slash));
  if (!is_word(out.type)) return std::nullopt;
  text = cut_slashes(text.substr(slash + 1));
  // The last '@' begins the version, unless it begins a scope: then a '/' follows.
  const std::size_t at = text.rfind('@');
  if (at != std::string_view::npos && at > 0 && text.find('/', at) == std::string_view::npos) {
    out.version = percent_decoded(text.substr(at + 1));
    text = cut_slashes(text.substr(0, at));
  }
  out.name = percent_decoded(text);
  if (out.name.empty()) return std::nullopt;
  return out;
}

}  // namespace cordon::sbom
