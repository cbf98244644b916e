#include "change/popular_targets.h"

#include <algorithm>
#include <bit>

#include "change/name_data.h"
#include "change/name_edits.h"
#include "change/name_text.h"
#include "model/ascii.h"

namespace cordon::change {
namespace {

// Three million downloads a month: about the 9,000 most used packages.
constexpr Magnitude kWorthImitating = {65};

// FNV-1a.
constexpr std::uint64_t kStart = 0xcbf29ce484222325, kStep = 0x100000001b3;
constexpr std::uint64_t mix(std::uint64_t hash, char c) { return (hash ^ static_cast<unsigned char>(c)) * kStep; }

std::uint64_t hash_of(std::string_view text, std::uint64_t hash) {
  for (const char c : text) hash = mix(hash, c);
  return hash;
}

std::uint64_t hash_of(NameForm form, std::string_view name) {
  std::uint64_t hash = kStart + static_cast<std::uint64_t>(form);
  switch (form) {
    case NameForm::letters:
      for (const char c : name)
        if (model::ascii::is_alphanumeric(c)) hash = mix(hash, c);
      break;
    case NameForm::seen: return hash_of(as_seen(name), hash);
    case NameForm::words:  // a sum, so that their order has no part in it
      for (const std::string_view word : words_of(name)) hash += hash_of(word, kStart);
      break;
  }
  return hash;
}

}  // namespace

PopularTargets::PopularTargets(std::string_view list, Magnitude least) {
  struct Found {
    std::size_t at, length;
    Magnitude popularity;
  };
  std::vector<Found> found;
  for (NameCursor cursor(list); cursor.next();) {
    if (cursor.magnitude() < least) continue;
    found.push_back({text_.size(), cursor.name().size(), cursor.magnitude()});
    text_ += cursor.name();
  }
  std::ranges::stable_sort(found, {}, &Found::length);
  first_of_.assign(kLongestName + 2, 0);
  keys_.reserve(found.size() * 3);
  targets_.reserve(found.size());
  for (const Found& one : found) {
    const std::string_view name = std::string_view(text_).substr(one.at, one.length);
    const auto index = static_cast<std::uint32_t>(targets_.size());
    targets_.push_back({name, one.popularity, letter_mask(name)});
    first_of_[one.length + 1] = index + 1;
    for (const NameForm form : {NameForm::letters, NameForm::seen, NameForm::words})
      add_key(hash_of(form, name), index);
  }
  for (std::size_t i = 1; i < first_of_.size(); ++i) first_of_[i] = std::max(first_of_[i], first_of_[i - 1]);
}

void PopularTargets::add_key(std::uint64_t hash, std::uint32_t target) {
  std::uint32_t& first = first_key_[hash % first_key_.size()];
  keys_.push_back({hash, target, first});
  first = static_cast<std::uint32_t>(keys_.size());
}

const PopularTargets& PopularTargets::of_npm() {
  static const PopularTargets targets(npm_names(), kWorthImitating);
  return targets;
}

std::vector<const Target*> PopularTargets::near(std::string_view name, std::size_t edits) const {
  std::vector<const Target*> found;
  if (name.size() > kLongestName) return found;
  const std::size_t shortest = name.size() > edits ? name.size() - edits : 0;
  const std::size_t beyond = std::min(name.size() + edits + 1, first_of_.size() - 1);
  const std::uint64_t mask = letter_mask(name);
  const auto most = static_cast<int>(2 * edits);
  for (std::size_t i = first_of_[shortest]; i < first_of_[beyond]; ++i)
    if (std::popcount(targets_[i].mask ^ mask) <= most) found.push_back(&targets_[i]);
  return found;
}

std::vector<const Target*> PopularTargets::equal(NameForm form, std::string_view name) const {
  std::vector<const Target*> found;
  const std::uint64_t hash = hash_of(form, name);
  for (std::uint32_t at = first_key_[hash % first_key_.size()]; at != 0; at = keys_[at - 1].next)
    if (keys_[at - 1].hash == hash) found.push_back(&targets_[keys_[at - 1].target]);
  return found;
}

}  // namespace cordon::change
