// What a text of code says by itself, before it is known what becomes of it. Of this module alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "inspect/bits.h"
#include "inspect/hosts.h"

namespace cordon::inspect {

struct TextFacts {
  Bits bits = 0;
  std::string_view secret;   // the path of credentials that it names
  std::string_view token;    // the name of what lets its owner publish
  std::string_view runtime;  // where a runtime is fetched from
  std::string_view mining;   // what miners say or are called, or the address that names one
  std::string hidden;        // what the text stands for once it is decoded
  bool is_publish_path = false;
};

// `text` may hold kHole. Linear.
TextFacts facts_of_text(std::string_view text, const OwnHosts& own);

// A word of the protocol of miners that the text holds, else the address in it that names one of their programs, else
// that name. A name alone may stand in a list of what is bad.
std::string_view mining_in(std::string_view text);

// The name or piece of kHiddenNames and kHiddenPieces that `text` is in base64 or hexadecimal; empty where it is none.
std::string hidden_in(std::string_view text);

// Whether the text, read from its end, is one of the names that matter.
bool is_reversed_name(std::string_view text);

// Characters in the text that nobody sees: variation selectors, tags, private use.
std::uint32_t invisible_in(std::string_view text);

inline constexpr std::uint32_t kLeastInvisible = 64;  // a byte each would be a short program

// Whether a literal hides something: so many such characters or more, in one run or as more than half of it. Tables of
// encodings and emoji have many of them, each between others that are seen.
bool is_invisible_text(std::string_view text);

}  // namespace cordon::inspect
