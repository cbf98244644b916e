// The names that unpacking leaves in a folder, with what a file system does where two of them meet.
#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::archive {

enum class NameKind : std::uint8_t { none, folder, file };

// A tree of names. Work and memory are linear in the bytes of the names, however deep they stand.
class UnpackedNames {
 public:
  struct Name {
    std::uint32_t parent = 0;
    std::string_view text;  // one part of a path
    NameKind kind = NameKind::none;
    std::uint32_t children = 0;  // that are there
    std::uint32_t file = 0;      // of a file: number, by whoever makes it
  };
  static constexpr std::uint32_t kTop = 0;

  UnpackedNames() : names_{{kTop, {}, NameKind::folder, 0, 0}} {}

  // The name `text` in `parent`, made as `none` where it is not known yet.
  std::uint32_t child(std::uint32_t parent, std::string_view text);
  void set_kind(std::uint32_t name, NameKind kind);

  Name& operator[](std::uint32_t name) { return names_[name]; }
  const Name& operator[](std::uint32_t name) const { return names_[name]; }
  // Names are numbered in the order they were made, parents before children.
  std::uint32_t size() const { return static_cast<std::uint32_t>(names_.size()); }
  std::string path(std::uint32_t name) const;

 private:
  struct Key {
    std::uint32_t parent;
    std::string_view text;
    auto operator<=>(const Key&) const = default;
  };

  std::vector<Name> names_;
  std::deque<std::string> texts_;
  std::map<Key, std::uint32_t> places_;  // no table of hashes, which hostile names could make slow
};

}  // namespace cordon::archive
