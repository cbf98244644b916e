#include "app/lockfile_history.h"

#include <algorithm>
#include <utility>

namespace cordon::app {
namespace {

constexpr std::uint64_t kBytes = 64u << 20;

bool belongs_to_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.' || c == '~';
}

}  // namespace

bool names_package(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos && !name.empty(); at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    // "@scope/name" is another package than "name", "node_modules/name" is not.
    const std::size_t word =
        at > 1 && text[at - 1] == '/' ? text.find_last_of("\"' \n\t/", at - 2) : std::string_view::npos;
    const bool is_scoped = word != std::string_view::npos && word + 1 < at && text[word + 1] == '@';
    if (is_scoped || (at > 0 && belongs_to_name(text[at - 1])) || (end < text.size() && belongs_to_name(text[end])))
      continue;
    return true;
  }
  return false;
}

const std::vector<std::string>& LockfileHistory::texts_of(const std::string& path) {
  const auto [at, is_new] = texts_.try_emplace(path);
  if (!is_new) return at->second;
  const std::string paths[] = {path};
  const git::History history =
      git::history_of(repository_, newest_, paths, {.commits = kCommits, .versions = kVersions});
  for (const git::Version& version : history.paths.front().versions)
    if (Result<std::string> text = repository_.objects().blob(version.blob, kBytes))
      at->second.push_back(std::move(*text));
  return at->second;
}

std::optional<bool> LockfileHistory::had(const std::string& path, std::string_view name) {
  const std::lock_guard lock(mutex_);
  const std::vector<std::string>& texts = texts_of(path);
  const auto with = std::ranges::count_if(texts, [&](const std::string& text) { return names_package(text, name); });
  if (with >= kStanding) return true;
  if (with > 0 || texts.size() < kEnough) return std::nullopt;
  return false;
}

}  // namespace cordon::app
