// Which entry of a yarn berry lockfile answers a dependency.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cordon::inventory::npm {

class DescriptorIndex {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  // `text` is one "name@range" of an entry's key, and must outlive the index. A later one replaces an equal earlier
  // one, as in yarn. `by_name` is false for an entry that only_named must not count.
  void add(std::string_view text, std::uint32_t entry, bool by_name);

  // The entry that a package with the locator `parent` gets for a dependency, by yarn's rules: the patched package
  // where yarn patches it by itself (fsevents, resolve, typescript); the descriptor as written; with "npm:" before a
  // range without a protocol (what the lockfile leaves out up to version 6); bound to the parent, for paths. kNone when
  // none.
  std::uint32_t find(std::string_view parent, std::string_view name, std::string_view range) const;

  // The only entry that answers to a name, or kNone.
  std::uint32_t only_named(std::string_view name) const;

 private:
  struct Candidates {
    std::uint32_t first = kNone;
    bool several = false;

    void add(std::uint32_t entry) {
      if (first == kNone) first = entry;
      else if (first != entry) several = true;
    }
    std::uint32_t only() const { return several ? kNone : first; }
  };

  std::uint32_t find_exact(std::string_view name, std::string_view protocol, std::string_view range) const;
  std::uint32_t find_bound(std::string_view parent, std::string_view name, std::string_view range) const;

  std::unordered_map<std::string_view, std::uint32_t> exact_;
  std::unordered_map<std::string, std::uint32_t> built_in_patches_;  // by "name@npm:range" of what is patched
  std::unordered_map<std::string, Candidates> canonical_;            // by canonical descriptor
  std::unordered_map<std::string, std::uint32_t> bound_;             // that and the parent's locator
  std::unordered_map<std::string_view, Candidates> by_name_;
  mutable std::string buffer_;  // saves an allocation for each look-up
};

}  // namespace cordon::inventory::npm
