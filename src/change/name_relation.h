// How one name could be taken for another, by the letters alone. How often either is used is not asked here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "change/name_text.h"

namespace cordon::change {

enum class LookAlikeKind : std::uint8_t {
  added_letter,       // "axxios" is repeated_letter, "axiosx" this
  omitted_letter,     // "axos"
  repeated_letter,    // a letter doubled, or one of a double left out
  replaced_letter,    // "axiis"
  neighbouring_key,   // a letter replaced by one whose key lies beside it
  swapped_letters,    // "axois"
  two_edits,          // any two of these
  separators,         // "socketio" for "socket.io"
  word_order,         // "js-crypto" for "crypto-js"
  scope,              // scope dropped, added or moved: "babel-core" for "@babel/core"
  letter_case,        // "Axios"
  homoglyph,          // "l0dash"
  unicode_homoglyph,  // a letter of another script
  added_words,        // "plain-crypto-js" holds "crypto-js"
};

std::string_view to_string(LookAlikeKind kind);

// A name in the forms that are compared. Not copied: it points into itself.
struct NameForms {
  explicit NameForms(std::string_view name);  // in lower case
  NameForms(const NameForms&) = delete;
  NameForms& operator=(const NameForms&) = delete;

  std::string text, letters;  // letters: without separators
  ScopedName parts;
  std::vector<std::string_view> words;
};

struct NameRelation {
  LookAlikeKind kind = LookAlikeKind::two_edits;
  std::size_t edits = 0;                      // for the kinds that are edits
  std::size_t letters = 0;                    // of what was changed: the words that differ, not those that both have
  bool natural = false;                       // a plural, or another number: names of a family differ so
  std::vector<std::string_view> new_words{};  // words of the name that stand where the other has different ones
};

// Empty when they are equal, belong to one scope (whose owner decides on all its names), or are further apart.
std::optional<NameRelation> relate(const NameForms& name, const NameForms& target);

}  // namespace cordon::change
