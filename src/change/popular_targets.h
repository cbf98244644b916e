// The packages that are worth imitating: the most downloaded of a list, laid out to be compared with many names.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "change/name_list.h"

namespace cordon::change {

struct Target {
  std::string_view name;
  Magnitude popularity;
  std::uint64_t mask = 0;  // letter_mask
};

// Forms in which names are equal that are taken for each other.
enum class NameForm : std::uint8_t { letters, seen, words };

class PopularTargets {
 public:
  // Those of `list` that are at least that popular.
  PopularTargets(std::string_view list, Magnitude least);
  PopularTargets(const PopularTargets&) = delete;
  PopularTargets& operator=(const PopularTargets&) = delete;

  // Of npm: about 9,000 names. Built at the first call, which takes a few milliseconds and about a megabyte.
  static const PopularTargets& of_npm();

  // Those that may be within `edits` of the name: length and letters allow it.
  std::vector<const Target*> near(std::string_view name, std::size_t edits) const;
  // Those that are likely equal to it in that form; hashes are compared, so others may be among them.
  std::vector<const Target*> equal(NameForm form, std::string_view name) const;

  std::span<const Target> all() const { return targets_; }  // by length

 private:
  struct Key {
    std::uint64_t hash;
    std::uint32_t target, next;  // next: of the same remainder, counted from 1; 0: the last
  };
  void add_key(std::uint64_t hash, std::uint32_t target);

  std::string text_;                     // all names
  std::vector<Target> targets_;          // by length of the name
  std::vector<std::uint32_t> first_of_;  // [length]: the first target that is at least that long
  std::vector<Key> keys_;                // of every form
  std::vector<std::uint32_t> first_key_ = std::vector<std::uint32_t>(32'768);  // by the remainder of its hash
};

}  // namespace cordon::change
