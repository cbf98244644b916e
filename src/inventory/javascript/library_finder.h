// JavaScript libraries that somebody copied into a tree, recognised by what files hold and by what they are called.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "inventory/javascript/literal_set.h"
#include "inventory/javascript/pattern.h"
#include "model/library_signature.h"

namespace cordon::inventory::javascript {

struct FoundLibrary {
  std::uint32_t library = 0;  // of the signatures
  std::string version;
  std::uint32_t line = 0;  // 1-based, where its text stands; 0: the file as a whole, or its name, says it
  bool operator==(const FoundLibrary&) const = default;
};

struct FoundLibraries {
  std::vector<FoundLibrary> libraries;  // by number of the library, then by line
  bool complete = true;                 // false: the text was not looked through to its end with every pattern
};

// What a pattern is held against.
enum class PatternUse : std::uint8_t { content, name };

// Whether a pattern can be used: it compiles, and one for contents has a text of three bytes or more in every match, so
// that it need not be tried on every file. Fails as Pattern::make and check do, and with unsupported_format.
Result<void> check_pattern(const model::LibraryPattern& pattern, PatternUse use);

// What all signatures together may have; those of retire.js' list have 333 patterns and 43,220 instructions.
inline constexpr std::size_t kMostPatterns = 2'000;
inline constexpr std::uint64_t kMostInstructionsOfAll = 500'000;

// Whether a list of signatures can be used at all. Fails with too_many.
Result<void> check_signatures(const std::vector<model::LibrarySignature>& signatures);

// Safe to use from several threads.
class LibraryFinder {
 public:
  // Patterns that cannot be used (check_pattern) are left out, or find nothing. Fails with too_many when there are more
  // than one automaton holds.
  static Result<LibraryFinder> make(std::vector<model::LibrarySignature> signatures);

  const std::vector<model::LibrarySignature>& signatures() const { return signatures_; }

  // What a file is. Its text first: patterns, else the digest; its name and path only say what the text does not say
  // of a library. Ends of lines may be of any kind. Behind `until` no pattern is begun with.
  FoundLibraries find(std::string_view path, std::string text,
                      std::chrono::steady_clock::time_point until = std::chrono::steady_clock::time_point::max()) const;

 private:
  struct Row {
    std::uint32_t library = 0;
    Pattern pattern;
    std::uint32_t first_literal = 0;  // in literals_, for texts of files
  };

  LibraryFinder() = default;
  class Search;

  std::vector<model::LibrarySignature> signatures_;
  std::vector<Row> contents_, names_, paths_;
  std::vector<std::string> literals_;
  LiteralSet set_;
  std::unordered_map<std::string, std::pair<std::uint32_t, std::string>> digests_;  // SHA-1: library, version
};

// Whether a file of this name is JavaScript. Ends of names in capitals count, too.
bool is_script(std::string_view name);

}  // namespace cordon::inventory::javascript
